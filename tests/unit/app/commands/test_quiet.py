"""What native libraries write is kept apart from the program's own words."""

import subprocess
import sys

WRITES = """
import os, sys
from app.commands.quiet import native_log_hidden, stdout_kept_clean
with native_log_hidden():
    os.write(2, b"native noise\\n")
    sys.stderr.write("a sentence\\n")
os.write(2, b"native again\\n")
with stdout_kept_clean():
    os.write(1, b"native chatter\\n")
    sys.stdout.write("python chatter\\n")
sys.stdout.write("the answer\\n")
"""


def run(**variables: str) -> tuple[str, str]:
    import os

    environment = {**os.environ, **variables}
    done = subprocess.run([sys.executable, "-c", WRITES], capture_output=True, text=True, check=True, env=environment)
    return done.stdout, done.stderr


def test_what_is_logged_sends_no_escapes() -> None:
    code = (
        "import logging; from app.commands.quiet import log_plainly; log_plainly();"
        "logging.getLogger('app.x').warning('%s', 'name \\x1b[2J\\x07')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "name \\x1b[2J\\x07\n"


def test_only_the_programs_own_words_come_through() -> None:
    out, err = run(POISE_NATIVE_LOG="")
    assert out == "the answer\n"
    assert sorted(err.splitlines()) == ["a sentence", "native again", "native chatter", "python chatter"]


def test_the_noise_can_be_asked_for() -> None:
    assert "native noise" in run(POISE_NATIVE_LOG="1")[1]
