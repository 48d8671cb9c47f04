"""What can go wrong with a payment, played for every way to pay: scenarios on one side, ways on the other."""
