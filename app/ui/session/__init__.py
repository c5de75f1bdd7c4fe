"""A running session as the window sees it: on the GUI thread, started, replaced and stopped without waiting."""
