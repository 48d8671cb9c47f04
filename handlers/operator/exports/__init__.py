"""Orders, people and the book as files for a spreadsheet."""
