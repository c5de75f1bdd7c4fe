"""The parts of `poise-train evaluate`: rows, labels, answers, scores, table."""
