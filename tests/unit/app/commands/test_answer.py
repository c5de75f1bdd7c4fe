"""Answers on a standard output that is closed, full, no longer read, or knows few letters."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.answer import answer, rendered

ANSWERS = """
import sys
from app.commands.answer import answer, prepare_streams, rendered
from app.commands.failures import one_sentence
prepare_streams()
with one_sentence():
    answer(rendered("Käm\\u540d"))
    sys.stderr.write("all is said\\n")
"""


def shell(redirection: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", f'"{sys.executable}" -c "$1" {redirection}', "sh", ANSWERS]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **variables})


def test_an_answer_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    answer(rendered("one", "two"))
    assert capsys.readouterr().out == "one\ntwo\n"


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell that closes descriptors")
def test_closed_streams_lead_nowhere() -> None:
    done = shell(">&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "all is said\n")
    assert shell("<&- >&- 2>&-").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_standard_output_is_one_sentence() -> None:
    done = shell(">/dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "The answer cannot be written" in done.stderr


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")
def test_letters_the_reader_does_not_know_are_spelt_out() -> None:
    done = shell("", PYTHONIOENCODING="ascii")
    assert done.stdout == "K\\xe4m\\u540d\n"
