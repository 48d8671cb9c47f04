"""Orders whose answer was lost: the evidence, and what was decided."""
