"""People at the desk: who they are, what they have, what was noted, and how the bot looks to them."""
