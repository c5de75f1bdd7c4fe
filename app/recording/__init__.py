"""What is kept of a session: a folder of open formats, written as it goes."""
