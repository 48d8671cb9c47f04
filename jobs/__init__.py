"""The clock's room: what runs by itself, how often, and the lanes that wait to be woken."""
