"""The window itself: its pages, rows, actions and keys."""
