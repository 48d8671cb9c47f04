"""Money: the book, what was paid, what went back."""
