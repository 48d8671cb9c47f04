"""What people set about messages that come by themselves: which, when, and by whose clock."""
