"""The paper's comparisons: grids of runs, their records, and the pages written from them."""
