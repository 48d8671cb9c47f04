"""/stats: what was ordered, taken and earned today, in 7 days and in 30."""
