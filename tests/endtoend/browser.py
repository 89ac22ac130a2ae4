"""The system's browser: headless Chromium, worked through its driver as a person works it, with a profile of its own."""
import contextlib
import http.client
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

from person import until

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=900,700",
             # Nothing but this computer is asked for anything.
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the W3C's name for an element's reference


class Refused(LookupError):
    """The driver could not do it: the page is not there, or has no such element."""


class Browser:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="keysteward-browser."))
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        lines = iter(self.driver.stdout.readline, "")
        self.port = next(int(match.group(1)) for line in lines if (match := re.search(r"successfully on port (\d+)", line)))
        options = {"args": [*ARGUMENTS, f"--user-data-dir={self.folder / 'profile'}"]}
        begun = self._ask("POST", "", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options, "pageLoadStrategy": "eager"}}})
        self.session = begun["sessionId"]

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            session = getattr(self, "session", None)
            connection.request(method, f"/session/{session}{path}" if session else "/session",
                               json.dumps(body) if body is not None else None, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise Refused(value["message"])
        return value

    def open(self, address):
        self._ask("POST", "/url", {"url": address})

    @property
    def address(self):
        return self._ask("GET", "/url")

    def _all(self, selector):
        return self._ask("POST", "/elements", {"using": "css selector", "value": selector})

    def has(self, selector):
        return bool(self._all(selector))

    def _find(self, selector):
        return until(lambda: self._all(selector), f"{selector!r} in the browser")[0][ELEMENT]

    def fill(self, selector, text):
        self._ask("POST", f"/element/{self._find(selector)}/value", {"text": text})

    def click(self, selector):
        self._ask("POST", f"/element/{self._find(selector)}/click", {})

    def text(self):
        return self._ask("GET", f"/element/{self._find('body')}/text")

    def sees(self, words):
        until(lambda: words in self.text(), f"the words {words!r} in the browser")

    def forget_cookies(self):
        """Those of the page that it shows, and so of all servers on this computer: ports share them."""
        self._ask("DELETE", "/cookie")

    def history(self):
        """Ends the browser, which has written everything down by then. Every address that it went to."""
        self._ask("DELETE", "")
        with contextlib.closing(sqlite3.connect(self.folder / "profile" / "Default" / "History")) as history:
            return [address for (address,) in history.execute(
                "SELECT urls.url FROM visits JOIN urls ON urls.id = visits.url ORDER BY visits.id")]

    def close(self):
        with contextlib.suppress(LookupError):  # it was ended for its history
            self._ask("DELETE", "")
        self.driver.terminate()
        self.driver.wait(10)
        self.driver.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
