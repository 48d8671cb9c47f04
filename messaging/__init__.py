"""Messaging with Telegram: the inbox, each person's turns in order, and the outbox."""
