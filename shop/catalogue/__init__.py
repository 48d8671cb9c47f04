"""What is sold, as people walk through it and search it."""
