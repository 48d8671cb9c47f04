"""The rows of coupons, invitations and gifts."""
