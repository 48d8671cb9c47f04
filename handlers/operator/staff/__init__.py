"""Staff: who works in the shop, and giving, changing and taking roles."""
