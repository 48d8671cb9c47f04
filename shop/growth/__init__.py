"""What brings customers back: coupons, invitations, and gifts among friends."""
