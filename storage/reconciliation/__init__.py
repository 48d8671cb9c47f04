"""Cases: orders whose answer was lost, the evidence about them, and the decisions."""
