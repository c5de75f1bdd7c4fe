"""A headless Chromium that tests drive by its DevTools protocol."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 30.0  # only a test that fails waits this long
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Page:
    """One tab: runs JavaScript in it and waits for what it says."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._count = 0

    def evaluate(self, script: str) -> Any:
        """The value of an expression; a promise is awaited."""
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, script: str, patience_s: float = PATIENCE_S) -> Any:
        """Wait until an expression is true, and give its value."""
        deadline = time.monotonic() + patience_s
        while not (value := self.evaluate(script)):
            assert time.monotonic() < deadline, (script, self.evaluate("document.body.innerText"))
            time.sleep(0.05)
        return value

    def picture(self, width_px: int, height_px: int) -> bytes:
        """What the tab shows, as PNG."""
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=width_px, height=height_px, deviceScaleFactor=1, mobile=False
        )
        return base64.b64decode(self._ask("Page.captureScreenshot", format="png")["data"])

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        self._connection.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while (answer := json.loads(self._connection.recv(PATIENCE_S))).get("id") != self._count:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result


class Browser:
    """A Chromium; names under "example" lead to this machine and no other name leads anywhere."""

    def __init__(self, program: str, folder: Path) -> None:
        rules = "MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        self._process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-proxy-server", "--remote-debugging-port=0",
             f"--user-data-dir={folder}", f"--host-resolver-rules={rules}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._port = self._await_port(folder / "DevToolsActivePort")

    def open(self, address: str, stack: ExitStack) -> Page:
        """A new tab with this address, which can be asked until the stack is closed."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}/json/new?about:blank", method="PUT")
        with opener.open(request, timeout=PATIENCE_S) as answer:
            target = json.load(answer)
        connection = connect(target["webSocketDebuggerUrl"], proxy=None, max_size=None, close_timeout=0.2)
        page = Page(stack.enter_context(connection))
        page._ask("Page.navigate", url=address)
        page.wait_for(f"location.href.startsWith({json.dumps(address[:5])}) && document.readyState === 'complete'")
        return page

    def _await_port(self, file: Path) -> int:
        deadline = time.monotonic() + PATIENCE_S
        while not (file.exists() and file.read_text().count("\n")):
            assert self._process.poll() is None, "Chromium ended at its start"
            assert time.monotonic() < deadline, "Chromium did not start"
            time.sleep(0.02)
        return int(file.read_text().split()[0])

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_S)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; skips where none is installed."""
    program = next((found for found in map(shutil.which, _NAMES) if found), None)
    if program is None:
        pytest.skip("no Chromium is installed, so no page was tried; `.ci/run` installs chromium-headless-shell")
    folder = Path(tempfile.mkdtemp(prefix="poise-test-chromium-"))
    browser = Browser(program, folder)
    yield browser
    browser.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def opened_page(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens pages for one test."""
    with ExitStack() as stack:
        yield lambda address: chromium.open(address, stack)
