"""The readings of the chosen face, at the side."""
