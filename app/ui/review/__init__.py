"""The workspace Review: a recording or a table, gone through in time."""
