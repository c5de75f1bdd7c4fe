"""MediaPipe's 478 points of a face: read from a picture, moved, and drawn as a mesh from a new side."""
