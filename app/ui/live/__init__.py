"""The window's controls for what leaves the program: the panel of the live sinks and the light in the status bar."""
