"""Who may read the WebSocket: whoever has the token, except for web pages that were not named."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

FILE_ORIGIN = "null"
"""What browsers send for a page that was opened from a file. Any page can make itself look so, and lacks the token."""

LOOPBACK = "127.0.0.1"
_LOCAL_NAMES = ("localhost",)


def new_token() -> str:
    """128 random bits, fit for an address."""
    return secrets.token_urlsafe(16)


def is_loopback(host: str) -> bool:
    """Whether an address or name means this machine alone."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in _LOCAL_NAMES


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody does not get in; the sentence goes back to who asked."""

    status: HTTPStatus
    sentence: str


@dataclass(frozen=True, slots=True)
class Admission:
    """The rule. `origins` are the pages that may connect, as browsers name them in the header Origin.

    A program that is no browser sends no Origin and needs the token alone. Where `local`, the host asked for must be
    this machine too: a page whose name was made to lead here (DNS rebinding) asks for its own.
    """

    token: str = field(default_factory=new_token)
    origins: frozenset[str] = frozenset()
    most_clients: int = 8
    local: bool = True

    def refusal(self, path: str, headers: Mapping[str, str], clients: int) -> Refusal | None:
        """What is wrong with a request for `path`; None lets it in. Header names are matched as the mapping does."""
        host = urlsplit(f"//{headers.get('Host', '')}").hostname or ""
        if self.local and not is_loopback(host):
            return Refusal(HTTPStatus.FORBIDDEN, "Only this machine may read; ask for 127.0.0.1.")
        origin = headers.get("Origin")
        if origin is not None and origin not in self.origins:
            return Refusal(HTTPStatus.FORBIDDEN, "This page was not allowed to read (--allow-origin).")
        if not self._knows_token(path, headers):
            return Refusal(HTTPStatus.UNAUTHORIZED, "The token is missing or wrong; take the address that Poise shows.")
        if clients >= self.most_clients:
            return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, f"There are {clients} readers already; close one.")
        return None

    def _knows_token(self, path: str, headers: Mapping[str, str]) -> bool:
        given = parse_qs(urlsplit(path).query).get("token", [])
        scheme, _, rest = headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            given.append(rest.strip())
        return any(hmac.compare_digest(one.encode(), self.token.encode()) for one in given)
