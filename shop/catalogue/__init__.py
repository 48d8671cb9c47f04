"""The catalogue on sale, to browse and to search."""
