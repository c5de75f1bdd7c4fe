"""The network: backbone, heads, and both together."""
