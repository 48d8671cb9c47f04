"""The timeline of one order at the desk."""
