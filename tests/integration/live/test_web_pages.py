"""Pages in a real browser: the tutor gets what it was given the token for, a stranger's page gets nothing."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

TUTOR = (Path(__file__).parents[3] / "examples/tutor.html").as_uri()

_LISTENS = """new Promise((done) => {
  const got = [];
  const socket = new WebSocket(%s);
  socket.onmessage = (event) => { got.push(JSON.parse(event.data).type); if (got.includes("frame")) done(got); };
  socket.onclose = () => done(got);
  socket.onerror = () => done(got);
})"""


class EmptyPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A page</title><body>")

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    """Serves an empty page under every name that leads here."""
    with ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage) as made:
        made.daemon_threads = True
        yield made


@pytest.fixture
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=partial(server.serve_forever, 0.05))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def origins(server: ThreadingHTTPServer) -> tuple[str, ...]:
    return ("file", f"http://friend.example:{server.server_port}")


def listen(address: str) -> str:
    return _LISTENS % json.dumps(address)


def test_a_page_that_was_allowed_gets_frames(opened_page: Callable[[str], Any], serving: int, address: str) -> None:
    page = opened_page(f"http://friend.example:{serving}/")
    assert page.evaluate(listen(address))[:1] == ["hello"]


def test_a_strangers_page_gets_nothing_whatever_it_tries(
    opened_page: Callable[[str], Any], serving: int, address: str
) -> None:
    page = opened_page(f"http://evil.example:{serving}/")
    assert page.evaluate("location.origin") == f"http://evil.example:{serving}"
    here, _, token = address.partition("?token=")
    port = here.rsplit(":", 1)[1].rstrip("/")
    for tried in (address, here, f"{here}?token=guess", f"ws://evil.example:{port}/?token={token}"):
        assert page.evaluate(listen(tried)) == [], tried
    asked = f"fetch('http://127.0.0.1:{port}/?token={token}').then((r) => r.text(), () => 'nothing')"
    assert page.evaluate(asked) == "nothing"


def test_a_page_that_looks_like_a_file_lacks_the_token(
    opened_page: Callable[[str], Any], serving: int, address: str
) -> None:
    page = opened_page(f"http://evil.example:{serving}/")
    here = address.partition("?")[0]
    inner = f"<script>{listen(here)}.then((got) => parent.postMessage(JSON.stringify(got), '*'))</script>"
    answer = page.evaluate(
        "new Promise((done) => {"
        " addEventListener('message', (event) => done([event.origin, event.data]));"
        " const frame = document.createElement('iframe');"
        f" frame.sandbox = 'allow-scripts'; frame.srcdoc = {json.dumps(inner)};"
        " document.body.append(frame); })"
    )
    assert answer == ["null", "[]"]


def test_the_tutor_offers_help_and_says_why(opened_page: Callable[[str], Any], address: str) -> None:
    page = opened_page(f"{TUTOR}?away_s=0.6#{address}")
    page.wait_for("document.getElementById('attention').textContent === 'facing'")
    assert page.evaluate("document.getElementById('emotion').textContent").startswith("happiness")
    page.wait_for("!document.getElementById('help').hidden")
    assert "you looked away for 0." in page.evaluate("document.getElementById('why').textContent")
    assert page.evaluate("document.getElementById('log').children.length") == 1
    page.evaluate("document.getElementById('yes').click()")
    assert page.evaluate("document.getElementById('hint').textContent").startswith("Hint:")


def test_the_tutor_says_when_it_is_not_let_in(opened_page: Callable[[str], Any], address: str) -> None:
    page = opened_page(f"{TUTOR}#{address}x")
    page.wait_for("document.getElementById('connection').textContent.includes('did not let this page in')")


RULE = """(() => {
  const rule = new HelpRule(3, 3, 60);
  const others = {anger: 0, disgust: 0, fear: 0, contempt: 0};
  const face = (attention, sadness) => ({attention, valid: 1, emotion: "sadness", sadness, ...others});
  const offers = [];
  for (let index = 0; index < 30 * 200; index += 1) {
    const now = 1000 + index / 30;
    const at = index / 30;
    const one = %s;
    const reason = rule.step(one, now);
    if (reason !== null) offers.push([Math.round(at * 10) / 10, reason]);
  }
  return offers;
})()"""


@pytest.mark.parametrize(
    ("seen", "offers"),
    [
        ("face('facing', 0.1)", []),
        ("face(at % 5 < 2.8 ? 'away' : 'facing', 0.1)", []),
        ("face(at < 10 ? 'facing' : 'away', 0.1)", [13.0, 73.0, 133.0, 193.0]),
        ("face('facing', at < 10 ? 0.1 : 0.7)", [13.0, 73.0, 133.0, 193.0]),
        ("at < 10 ? face('facing', 0.1) : null", []),
    ],
)
def test_help_comes_after_three_seconds_and_at_most_once_a_minute(
    seen: str, offers: list[float], opened_page: Callable[[str], Any]
) -> None:
    page = opened_page(TUTOR)
    got = page.evaluate(RULE % seen)
    assert [at for at, _ in got] == pytest.approx(offers, abs=0.11)
    assert all(" for " in why for _, why in got)
