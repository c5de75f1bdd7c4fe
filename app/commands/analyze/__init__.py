"""`poise analyze`, in parts: what is asked, the batches it falls into, who works on them, and what is put together."""
