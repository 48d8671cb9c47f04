"""Bots of other libraries with the kiosk's first screens, to be measured beside it.

What is the same: the texts, the buttons with their data and the parse mode are those that the
kiosk itself sent, read from the file that SCREENS names; a tap is answered and then its message
edited, a command is answered by a message. What they do not do: there is no database, nobody is
known, no update is kept before it is answered, no button's age is checked, and one person's taps
may be answered out of their order.
"""
