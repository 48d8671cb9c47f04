"""The first words, the help, the menus, and whatever fits nowhere else."""
