"""The parts of `poise-train robustness`: corruptions, measuring, scores, table, plot."""
