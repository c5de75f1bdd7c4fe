"""Several networks in one model file, which answers with the mean of what they say."""
