"""One reader per public data set."""
