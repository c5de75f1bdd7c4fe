"""Runs at once, each after what it builds on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trainer.failure import TrainerError
from trainer.reproduction.answers import TestPictures
from trainer.reproduction.grid import Scale
from trainer.reproduction.plan import Choice, Job, choose, jobs, needs
from trainer.reproduction.runner import Places
from trainer.reproduction.schedule import pending, run_all


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path / "work", tmp_path / "results", TestPictures())


def note(choice: Choice, job: Job, places: Places, threads: int) -> None:
    """A run that leaves its name, and fails where a need has left none."""
    places.work.mkdir(exist_ok=True)
    if any(not (places.work / needed.stem).exists() for needed in needs(job)):
        raise AssertionError(f"{job.stem} ran too early")
    (places.work / job.stem).touch()


def note_but_no_pretraining(choice: Choice, job: Job, places: Places, threads: int) -> None:
    if job.arm == "pretraining":
        raise TrainerError("The disk is full; free space.")
    note(choice, job, places, threads)


SMOKE = choose("smoke", Scale.SMALL, (), (1, 2), (), None, {})


@pytest.mark.parametrize("parallel", [1, 2])
def test_every_run_is_done_after_what_it_needs(places: Places, parallel: int) -> None:
    heard: list[tuple[Job, str]] = []
    outcome = run_all(
        SMOKE, jobs(SMOKE), places, 1, parallel, lambda *each: heard.append(each), note, ThreadPoolExecutor
    )
    assert set(outcome.done) == set(jobs(SMOKE)) and not outcome.failed
    assert sorted(job.stem for job, problem in heard if not problem) == sorted(job.stem for job in jobs(SMOKE))


def test_a_failure_leaves_out_what_builds_on_it_alone(places: Places) -> None:
    outcome = run_all(SMOKE, jobs(SMOKE), places, 1, 1, lambda *_: None, note_but_no_pretraining, ThreadPoolExecutor)
    assert {job.arm for job in outcome.failed} == {"pretraining", "pretrained"}
    assert "The disk is full; free space." in outcome.failed.values()
    assert {job.arm for job in outcome.done} == {"supervised", "both", "equal-compute"}


def test_what_is_on_record_is_not_run_again_but_what_others_need_of_it_is(places: Places) -> None:
    def on_record(*stems: str) -> None:
        (places.results / "smoke").mkdir(parents=True, exist_ok=True)
        for stem in stems:
            (places.results / "smoke" / f"{stem}.json").write_text("{}")

    assert pending(SMOKE, places) == jobs(SMOKE)
    on_record(*(f"{arm}-0.5-2" for arm in ("supervised", "pretrained", "both", "equal-compute")))
    assert {job.seed for job in pending(SMOKE, places)} == {1}
    on_record("supervised-0.5-1", "pretrained-0.5-1")
    # no checkpoint of the supervised run is there for the perceptual loss of the two that are left
    assert [job.arm for job in pending(SMOKE, places)] == ["supervised", "both", "equal-compute"]
    on_record("both-0.5-1", "equal-compute-0.5-1")
    assert pending(SMOKE, places) == ()
