"""The door: letting people in and turning them away, the lists of both, and bans."""
