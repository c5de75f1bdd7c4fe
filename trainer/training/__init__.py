"""One run from its first step to its last: the loop, what it keeps on disk, and how it is validated."""
