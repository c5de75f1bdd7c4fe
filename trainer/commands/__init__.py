"""The commands, one file each, and what they show on the terminal; the only ones that know typer and rich."""
