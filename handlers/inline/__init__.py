"""The bot's name in any chat: one's own orders, to show to others."""
