"""The page about one run: how it learned, where it errs, and what its self-supervised tasks make of real faces."""
