"""The trainer that makes the network Poise runs."""
