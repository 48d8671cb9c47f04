"""Background work: the periodic tasks, their schedule, and the workers that wait to be woken."""
