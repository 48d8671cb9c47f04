"""Greeting, help, command menus, and everything that fits nowhere else."""
