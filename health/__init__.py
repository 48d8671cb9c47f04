"""What a monitor asks: whether the kiosk is alive, whether it is ready, and its figures."""
