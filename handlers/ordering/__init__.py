"""An order, from the first tap to Confirm: its questions, its form, and the card with its price."""
