"""What is sold and for how much, and what the panel says."""
