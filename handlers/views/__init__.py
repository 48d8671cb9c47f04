"""What each screen says: pure functions from things to a View."""
