"""Training signals, one file each, all of one shape."""
