"""Memberships: what is paid in Stars every 30 days for a lower markup."""
