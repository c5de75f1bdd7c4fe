"""How long the faults are looked for: a few minutes in CI, as long as it takes with POISE_FAULTS_LONG=1."""

import os

import pytest

LONG = bool(os.environ.get("POISE_FAULTS_LONG"))


@pytest.fixture(scope="session")
def times() -> int:
    """By how much the long run tries more."""
    return 20 if LONG else 1
