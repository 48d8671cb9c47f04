"""The operator's coupons."""
