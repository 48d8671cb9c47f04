"""Quality: how good services are by the shop's own orders, and the rule that hides what fails."""
