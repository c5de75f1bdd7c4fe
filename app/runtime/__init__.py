"""Threads between capture, perception and output; no Qt."""
