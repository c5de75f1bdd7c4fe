"""From a frame to a result."""
