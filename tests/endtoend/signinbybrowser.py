"""Signing in by the system's browser at a real OpenID provider, and everything that must not work: another state, a second redirect,
a code that was used, an address out of the browser's history."""
import contextlib
import http.client
import json
import secrets
import urllib.parse

from browser import Browser
from person import key, until
from stage import OWNER, Issuer, error_code, keychain_entries

PROVIDER = "Example ID"
BUTTON = "Sign in with browser"


class Redirect:
    """Where the app waits for the browser, taken out of the address that it opened."""

    def __init__(self, opened):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(opened).query))
        assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43, query
        self.uri, self.state = query["redirect_uri"], query["state"]
        self.parts = urllib.parse.urlsplit(self.uri)
        assert self.parts.hostname == "127.0.0.1" and len(self.parts.path) > 20 and len(self.state) == 43, query

    def ask(self, query, path=None):
        """A request to the app's port: the status, or None where nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.parts.port, timeout=10)
        try:
            connection.request("GET", (path or self.parts.path) + "?" + urllib.parse.urlencode(query))
            return connection.getresponse().status
        except ConnectionRefusedError:
            return None
        finally:
            connection.close()


def begin(s):
    """Presses the button; the address that the app opens, and where it waits."""
    person = s.person
    person.press(person.enabled(BUTTON, "push button"))
    person.sees("Finish signing in in your browser.")
    opened = s.opener.handed_over()
    return opened, Redirect(opened)


def log_in(browser, issuer, email):
    """Whatever the provider asks: who it is, where it does not know that yet, and whether the person agrees."""
    def has_left():
        if not browser.address.startswith(issuer.address):
            return True
        if browser.has("input[name=login]"):
            browser.fill("input[name=login]", email)
            browser.fill("input[name=password]", "any")
        browser.click("button[type=submit]")
        return False
    until(has_left, "the provider to send the browser back")


def code_in(address):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query)).get("code")


def exchange(gateway, code):
    """What a thief of the code would do."""
    body = json.dumps({"code": code, "code_verifier": secrets.token_urlsafe(32)})
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    try:
        connection.request("POST", "/api/v1/session", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, error_code(answer.read())
    finally:
        connection.close()


def given_up(s, browser):
    """Cancelled here, and cancelled at the provider."""
    person = s.person
    opened, redirect = begin(s)
    person.shot("waiting")
    assert redirect.ask({}, "/favicon.ico") == 404
    person.click("Cancel", "push button")
    person.enabled(BUTTON, "push button")
    assert redirect.ask({"code": "c", "state": redirect.state}) is None, "the port is closed at once"

    opened, redirect = begin(s)
    browser.open(opened)
    browser.click("a[href$='/abort']")
    browser.sees("You are not signed in")
    person.sees("You are not signed in: it was stopped in the browser")
    person.shot("refused")
    assert redirect.ask({"code": "c", "state": redirect.state}) is None


def not_vouched_for(s, browser, issuer, gateway):
    """The provider knows the person, and does not vouch for the email: the gateway says so, and sends no code."""
    opened, redirect = begin(s)
    browser.open(opened)
    log_in(browser, issuer, "unverified@northwind.example")
    assert browser.address.startswith(gateway.address), browser.address
    browser.click("a")
    browser.sees("You are not signed in")
    assert browser.address.startswith(redirect.uri) and code_in(browser.address) is None, browser.address
    s.person.sees("You are not signed in: it was stopped in the browser")
    browser.forget_cookies()


def signed_in(s, browser, issuer):
    """All the way; the redirect that signed in, with its code."""
    person = s.person
    opened, redirect = begin(s)
    assert redirect.ask({"code": "another's", "state": secrets.token_urlsafe(32)}) == 403
    person.sees("Finish signing in in your browser.")
    browser.open(opened)
    log_in(browser, issuer, OWNER)
    browser.sees("You can go back to Keysteward")
    person.find("Keys", "table")
    code = code_in(browser.address)
    assert browser.address.startswith(redirect.uri + "?") and code, browser.address
    s.canaries |= {"code": code, "state": redirect.state}
    return opened, redirect, code


def nothing_works_twice(browser, issuer, gateway, opened, redirect, code):
    sessions = gateway.query("SELECT id FROM sessions")
    assert redirect.ask({"code": code, "state": redirect.state}) is None, "a second redirect finds nobody"
    # Who opens the same address again, and signs in again, comes to a closed port with a code for a verifier that is no more.
    browser.open(opened)
    log_in(browser, issuer, OWNER)
    browser.sees("refused to connect")
    stray = code_in(browser.address)
    assert stray and stray != code
    assert exchange(gateway, stray) == (401, "SIGN_IN_FAILED")
    assert gateway.query("SELECT id FROM sessions") == sessions
    assert exchange(gateway, code) == (401, "SIGN_IN_FAILED")
    assert gateway.query("SELECT id FROM sessions") == [], "a code that comes twice ends the session that it made"


def nothing_in_the_history_works(gateway, history):
    codes = {code for address in history if (code := code_in(address))}
    assert len(codes) >= 2, history
    for code in codes:
        assert exchange(gateway, code) == (401, "SIGN_IN_FAILED")


def signed_in_by_browser(s):
    person = s.person
    with contextlib.ExitStack() as ending:
        issuer = Issuer(s.folder.parents[1], s.folder / "issuer.log")
        ending.callback(issuer.stop)
        browser = Browser()
        ending.callback(browser.close)
        options = ["--oidc-issuer", issuer.address, "--oidc-client-id", "keysteward", "--oidc-name", PROVIDER]
        gateway = ending.enter_context(s.staged(options))
        person.find("Gateway")
        assert not person.all(BUTTON), "nothing is known of a gateway yet"
        person.fill("Gateway", gateway.address)
        person.enabled(BUTTON, "push button")
        person.shot("offered")
        given_up(s, browser)
        not_vouched_for(s, browser, issuer, gateway)
        opened, redirect, code = signed_in(s, browser, issuer)
        s.remember_keychain()
        assert len(keychain_entries()) == 1, list(keychain_entries())

        nothing_works_twice(browser, issuer, gateway, opened, redirect, code)
        key("F5")
        person.press(person.enabled("Sign in", "push button"))
        again, _ = begin(s)
        browser.open(again)
        log_in(browser, issuer, OWNER)
        browser.sees("You can go back to Keysteward")
        person.find("Keys", "table")
        until(lambda: len(keychain_entries()) == 1, "the new session in the place of the old one")
        s.remember_keychain()
        nothing_in_the_history_works(gateway, browser.history())
