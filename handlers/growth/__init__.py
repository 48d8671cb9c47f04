"""Coupons, invitations and gifts, as customers meet them."""
