"""/services: what is on show, what is left out and why, and what was stopped because it was overcharged."""
