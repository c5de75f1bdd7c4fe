"""Who may read the WebSocket, rule by rule."""

from http import HTTPStatus

import pytest

from app.output.live.admission import FILE_ORIGIN, Admission, is_loopback, new_token

TOKEN = "right"
RULE = Admission(token=TOKEN)
LOCAL = {"Host": "127.0.0.1:8765"}


def status(rule: Admission, path: str, clients: int = 0, **headers: str) -> HTTPStatus | None:
    refusal = rule.refusal(path, {**LOCAL, **headers}, clients)
    return None if refusal is None else refusal.status


@pytest.mark.parametrize("path", ["/?token=right", "/x?y=1&token=right", "/?token=wrong&token=right"])
def test_a_program_with_the_token_gets_in(path: str) -> None:
    assert status(RULE, path) is None


def test_the_token_may_stand_in_the_header_where_logs_do_not_keep_it() -> None:
    assert status(RULE, "/", Authorization="Bearer right") is None
    assert status(RULE, "/", Authorization="Basic right") is HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=Right", "/?token=right%00", "/?token=ä", "/?tokens=right"])
def test_without_the_token_nobody_gets_in(path: str) -> None:
    assert status(RULE, path) is HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:3000", "null", "", "file://"])
def test_a_page_that_was_not_named_gets_nothing_even_with_the_token(origin: str) -> None:
    assert status(RULE, "/?token=right", Origin=origin) is HTTPStatus.FORBIDDEN


def test_a_page_that_was_named_gets_in_with_the_token() -> None:
    rule = Admission(token=TOKEN, origins=frozenset({FILE_ORIGIN, "http://localhost:3000"}))
    for origin in ("null", "http://localhost:3000"):
        assert status(rule, "/?token=right", Origin=origin) is None
        assert status(rule, "/", Origin=origin) is HTTPStatus.UNAUTHORIZED
    assert status(rule, "/?token=right", Origin="http://localhost:3001") is HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("host", ["evil.example:8765", "192.168.1.7", "", "127.0.0.1.evil.example"])
def test_a_name_that_was_made_to_lead_here_gets_nothing(host: str) -> None:
    assert status(RULE, "/?token=right", Host=host) is HTTPStatus.FORBIDDEN


def test_on_the_network_any_name_of_this_machine_will_do() -> None:
    rule = Admission(token=TOKEN, local=False)
    assert status(rule, "/?token=right", Host="studio.local:8765") is None
    assert status(rule, "/", Host="studio.local:8765") is HTTPStatus.UNAUTHORIZED


def test_there_is_a_limit_of_clients() -> None:
    assert status(RULE, "/?token=right", clients=7) is None
    assert status(RULE, "/?token=right", clients=8) is HTTPStatus.SERVICE_UNAVAILABLE


def test_tokens_are_long_and_differ() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 22


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("[::1]", True), ("localhost", True), ("LOCALHOST", True),
     ("0.0.0.0", False), ("192.168.0.2", False), ("example.org", False), ("", False)],
)  # fmt: skip
def test_what_is_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
