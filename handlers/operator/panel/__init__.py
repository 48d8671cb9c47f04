"""/panel: the panel as the shop sees it, and teaching its words."""
