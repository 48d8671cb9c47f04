"""What the fields of a panel's answer mean: only what can mean one thing is taken."""
