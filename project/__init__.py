"""What keeps the project itself: its site of documents, its reference pages, its releases."""
