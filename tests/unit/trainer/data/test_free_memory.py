from pathlib import Path
from types import SimpleNamespace

import pytest

from trainer.data import free_memory
from trainer.data.free_memory import free_bytes, memory_for_pictures

GIB = 2**30


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With 8 GiB to be had and no container."""
    memory = SimpleNamespace(free=1024, available=8 * GIB)
    monkeypatch.setattr(free_memory.psutil, "virtual_memory", lambda: memory)
    monkeypatch.setattr(free_memory, "_CGROUP", tmp_path)
    return tmp_path


def test_what_is_available_counts_and_not_only_what_nobody_uses(machine: Path) -> None:
    assert free_bytes() == 8 * GIB


def test_a_container_may_have_less_left(machine: Path) -> None:
    (machine / "memory.max").write_text(f"{4 * GIB}\n")
    (machine / "memory.current").write_text(f"{3 * GIB}\n")
    (machine / "memory.stat").write_text(f"anon 5\ninactive_file {GIB}\n")
    assert free_bytes() == 2 * GIB
    (machine / "memory.max").write_text("max\n")
    assert free_bytes() == 8 * GIB


def test_half_of_it_is_for_pictures_divided_among_the_processes_of_this_machine(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert memory_for_pictures() == 4 * GIB
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "2")
    assert memory_for_pictures() == 2 * GIB


def test_this_machine_has_some() -> None:
    assert free_bytes() > 0
