"""The page in a real browser: headless Chromium, as people see and use it."""
