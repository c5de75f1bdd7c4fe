"""A program for the tests: Poise, its first argument a log of files that it opens to write and programs it starts.

Whatever asks for a connection is refused, with a line in the log: Python's audit hooks see it before it happens.
"""

import os
import sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CONNECTIONS = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
               "socket.gethostbyname")  # fmt: skip
CHANGES = ("os.mkdir", "os.rename", "os.symlink", "os.link", "os.truncate")
PROGRAMS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.startfile")

log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def look(event: str, arguments: tuple[object, ...]) -> None:
    if event in CONNECTIONS:
        os.write(log, f"connection {event} {arguments[1:]!r}\n".encode())
        raise PermissionError(f"{event} is refused: this is a test")
    named = event == "open" and not isinstance(arguments[0], int)  # a number is a file that was opened before
    writes = named and isinstance(arguments[2], int) and bool(arguments[2] & WRITING)
    if writes or event in CHANGES:
        os.write(log, f"file {event} {arguments[0]!r}\n".encode())
    if event in PROGRAMS:
        os.write(log, f"program {event} {arguments[0]!r}\n".encode())


sys.addaudithook(look)
sys.argv[:2] = ["poise"]

from app.main import run  # noqa: E402  # everything that it imports is looked at

run()
