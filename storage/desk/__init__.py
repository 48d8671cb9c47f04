"""The operator's desk: who is staff, who was let in or banned, what was asked there, and what was done."""
