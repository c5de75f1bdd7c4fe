"""The nouns of the program; standard library and numpy only."""
