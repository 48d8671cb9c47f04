"""The command line: what `bot.py` is told in a terminal, a module for each kind of command.

`main` reads the words and does the command; `running` is `bot.py run`. Each command returns its exit code,
see `codes`. A command's module is imported when it is asked for, so that a start waits for no other.
"""
