"""The room that faces the upstream panel: its wire, its dialects and its manners."""
