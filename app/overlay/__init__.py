"""How a result looks, on screen and in a recorded video alike."""
