"""The cheapest way to pair rows with columns, each at most once."""

import math
from collections.abc import Sequence


def cheapest_pairs(costs: Sequence[Sequence[float]], unpaired: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """Pairs (row, column) whose total cost is least, where leaving row i alone costs `unpaired[i]` (finite).

    A pair of infinite cost is never made. The method is the one of shortest augmenting paths
    (Jonker and Volgenant, Computing 38, 1987) on a table with one more column for each row: that row alone.
    """
    columns = len(costs[0]) if costs else 0
    alone = [[price if k == i else math.inf for k in range(len(costs))] for i, price in enumerate(unpaired)]
    pairing = _Pairing([[*row, *rest] for row, rest in zip(costs, alone, strict=True)], columns + len(costs))
    for row in range(len(costs)):
        pairing.add(row)
    pairs = ((row, column) for column, row in enumerate(pairing.row_of[:columns]) if row is not None)
    return tuple(sorted(pairs))


class _Pairing:
    """The cheapest pairing of the rows added so far; `row_of` is the row of each column."""

    def __init__(self, costs: list[list[float]], columns: int) -> None:
        self.row_of: list[int | None] = [None] * columns
        self._costs = costs
        self._row_price = [0.0] * len(costs)
        self._column_price = [0.0] * columns

    def add(self, start: int) -> None:
        """Give a row a column by the cheapest chain of exchanges that ends at a free column."""
        distance = [math.inf] * len(self.row_of)
        came_from: list[int | None] = [None] * len(self.row_of)  # the column before; None: from the start
        done: list[int] = []
        row, column, reached = start, None, 0.0
        while True:
            for other in range(len(self.row_of)):
                step = reached + self._costs[row][other] - self._row_price[row] - self._column_price[other]
                if other not in done and step < distance[other]:
                    distance[other], came_from[other] = step, column
            column = min((c for c in range(len(self.row_of)) if c not in done), key=distance.__getitem__)
            reached = distance[column]
            done.append(column)
            owner = self.row_of[column]
            if owner is None:
                break
            row = owner
        self._reprice(start, [(c, reached - distance[c]) for c in done], reached)
        self._exchange(start, column, came_from)

    def _reprice(self, start: int, gains: list[tuple[int, float]], reached: float) -> None:
        self._row_price[start] += reached
        for column, gain in gains:
            self._column_price[column] -= gain
            owner = self.row_of[column]
            if owner is not None:
                self._row_price[owner] += gain

    def _exchange(self, start: int, end: int, came_from: list[int | None]) -> None:
        column: int | None = end
        while column is not None:
            before = came_from[column]
            self.row_of[column] = start if before is None else self.row_of[before]
            column = before
