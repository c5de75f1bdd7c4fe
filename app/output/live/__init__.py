"""Sinks that send results to other programs while they happen: JSON lines, WebSocket, Lab Streaming Layer, OSC."""
