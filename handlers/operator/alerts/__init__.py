"""What an operator is told without asking."""
