"""The runs of a grid, several at once, each in a process of its own."""

import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field

from trainer.failure import TrainerError
from trainer.reproduction.grids import grid_named
from trainer.reproduction.plan import Choice, Job, jobs, needs
from trainer.reproduction.record import finished
from trainer.reproduction.runner import Places, run
from trainer.training.checkpoint import BEST, LAST, CheckpointError, load_checkpoint
from trainer.training.kept_memory import keep_freed_memory


@dataclass(slots=True)
class Outcome:
    """Which runs were done, and why the others were not: one sentence each."""

    done: list[Job] = field(default_factory=list)
    failed: dict[Job, str] = field(default_factory=dict)


def pending(choice: Choice, places: Places) -> tuple[Job, ...]:
    """What is not on record yet, and what that needs where its checkpoints are gone."""
    measured = [job for job in jobs(choice) if grid_named(job.grid).arms[job.arm].measured]
    open_ = [job for job in measured if not finished(places.results, job.grid, job.stem)]
    wanted = set(open_)
    for job in open_:
        wanted |= {needed for needed in needs(job) if not has_checkpoint(needed, places)}
    return tuple(job for job in jobs(choice) if job in wanted)


def has_checkpoint(job: Job, places: Places) -> bool:
    """Whether a run has ended and left what others build on."""
    try:
        state = load_checkpoint(places.work / job.stem / LAST)
    except CheckpointError:
        return False
    kept = not grid_named(job.grid).arms[job.arm].measured or (places.work / job.stem / BEST).is_file()
    return state.step == state.config.steps and kept


def run_all(
    choice: Choice,
    waiting: Sequence[Job],
    places: Places,
    threads: int,
    parallel: int,
    on_end: Callable[[Job, str], None],
    do: Callable[[Choice, Job, Places, int], None] = run,
    workers: Callable[[int], Executor] = lambda count: ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), keep_freed_memory
    ),
) -> Outcome:
    """Do every job, by so many `workers`, once what it needs is there; `on_end` hears of each, and why it failed.

    The failure of a run leaves out those that build on it and no others.
    """
    outcome, left = Outcome(), list(waiting)
    with workers(parallel) as pool:
        running: dict[Future[None], Job] = {}
        while left or running:
            for job in _ready(left, running.values(), outcome):
                if len(running) == parallel:
                    break
                left.remove(job)
                running[pool.submit(do, choice, job, places, threads)] = job
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job = running.pop(future)
                problem = _problem(future)
                _note(outcome, job, problem)
                on_end(job, problem)
            for job in _hopeless(left, outcome):
                left.remove(job)
                _note(outcome, job, "what it builds on failed.")
                on_end(job, outcome.failed[job])
    return outcome


def _ready(left: Sequence[Job], running: Iterable[Job], outcome: Outcome) -> list[Job]:
    """Jobs none of whose needs is still to come or has failed."""
    missing = {*left, *running, *outcome.failed}
    return [job for job in left if missing.isdisjoint(needs(job))]


def _hopeless(left: Sequence[Job], outcome: Outcome) -> list[Job]:
    return [job for job in left if not set(outcome.failed).isdisjoint(needs(job))]


def _problem(future: "Future[None]") -> str:
    try:
        future.result()
    except TrainerError as error:
        return str(error)
    return ""


def _note(outcome: Outcome, job: Job, problem: str) -> None:
    if problem:
        outcome.failed[job] = problem
    else:
        outcome.done.append(job)
