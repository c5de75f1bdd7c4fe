"""Random numbers by key, task and place."""

import torch

from trainer.data.draws import draws, keys_of, mixed


def test_the_mixing_is_that_of_splitmix64() -> None:
    """The published generator's first outputs for the seed 1234567."""
    state = torch.tensor([(1234567 + place * 0x9E3779B97F4A7C15) % 2**64 for place in (1, 2, 3)], dtype=torch.uint64)
    expected = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert [int(number) % 2**64 for number in mixed(state.view(torch.int64))] == expected


def test_draws_are_uniform_and_independent_between_keys_and_names() -> None:
    keys = keys_of(1, torch.zeros(4, dtype=torch.int64), torch.arange(4))
    numbers = torch.cat([draws(keys, "puzzling", 20_000), draws(keys, "in_painting", 20_000)])  # [8, 20000]
    assert ((numbers >= 0) & (numbers < 1)).all()
    assert (numbers.mean(1) - 0.5).abs().max() < 0.01  # five standard errors
    assert (numbers.var(1) - 1 / 12).abs().max() < 0.004
    assert (torch.corrcoef(numbers) - torch.eye(8)).abs().max() < 0.035


def test_a_row_draws_the_same_in_any_batch() -> None:
    keys = keys_of(3, torch.tensor([0, 0, 1]), torch.tensor([5, 6, 5]))
    assert len(set(keys.tolist())) == 3
    assert torch.equal(draws(keys, "a", 7)[1::2], draws(keys[1::2], "a", 7))
    assert torch.equal(draws(keys, "a", 9)[:, :7], draws(keys, "a", 7))


def test_seeds_give_other_keys() -> None:
    epochs, pictures = torch.arange(4).repeat(50), torch.arange(200)
    keys = torch.cat([keys_of(seed, epochs, pictures) for seed in range(20)])
    assert len(set(keys.tolist())) == 4000
