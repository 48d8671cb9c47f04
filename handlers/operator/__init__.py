"""What only an operator reaches, a folder for each command."""
