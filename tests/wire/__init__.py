"""Stories over sockets: the kiosk is a process of its own."""
