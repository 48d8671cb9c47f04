"""A Telegram cheap enough to measure fast bots with: a process of its own that checks and keeps nothing."""
