"""The pictures of charts: drawn in a process of their own, which ends when they are done."""
