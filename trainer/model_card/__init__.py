"""The page about the network that ships, and the measurements behind it."""
