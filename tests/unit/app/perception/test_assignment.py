"""The cheapest pairing, compared with trying everything."""

import itertools
import math
import random

from app.perception.assignment import cheapest_pairs


def test_the_cheapest_whole_wins_over_the_cheapest_pair() -> None:
    assert cheapest_pairs([[1, 2], [2, 9]], [100, 100]) == ((0, 1), (1, 0))


def test_a_row_stays_alone_where_that_is_cheaper() -> None:
    assert cheapest_pairs([[5.0], [0.5]], [1, 1]) == ((1, 0),)
    assert cheapest_pairs([[5.0]], [1]) == ()


def test_infinite_pairs_are_never_made() -> None:
    assert cheapest_pairs([[math.inf, 1], [math.inf, 2]], [50, 50]) == ((0, 1),)


def test_nothing_gives_nothing() -> None:
    assert cheapest_pairs([], []) == ()
    assert cheapest_pairs([[], []], [1, 1]) == ()


def test_no_other_pairing_is_cheaper() -> None:
    chance = random.Random(3)
    for _ in range(300):
        rows, columns = chance.randint(1, 4), chance.randint(0, 4)
        costs = [[chance.choice([math.inf, 2 * chance.random()]) for _ in range(columns)] for _ in range(rows)]
        alone = [1.5 * chance.random() for _ in range(rows)]
        choices = itertools.product(range(-1, columns), repeat=rows)
        least = min(total(costs, alone, choice) for choice in choices)
        pairs = dict(cheapest_pairs(costs, alone))
        assert math.isclose(total(costs, alone, tuple(pairs.get(row, -1) for row in range(rows))), least)


def total(costs: list[list[float]], alone: list[float], choice: tuple[int, ...]) -> float:
    used = [column for column in choice if column >= 0]
    if len(set(used)) < len(used):
        return math.inf
    return sum(alone[row] if column < 0 else costs[row][column] for row, column in enumerate(choice))
