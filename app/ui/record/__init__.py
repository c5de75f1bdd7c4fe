"""Recording from the window: what to keep and where, the question before, and what it does now."""
