"""The readers of the panel's answers: each takes a `Reply`, and makes one of `shop.replies` of it."""
