"""How steady labels and angles are from frame to frame of a clip."""
