"""What every test that exports a network needs."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _no_monitor() -> Iterator[None]:
    """The exporter draws a progress bar, whose library watches it on a thread that never ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tqdm.tqdm.monitor_interval", 0)
        yield
