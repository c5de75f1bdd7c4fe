"""The workspace Analyse: files and folders are dropped, and become tables one after the other."""
