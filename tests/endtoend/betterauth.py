"""The main job at a real better-auth server, and what its gateway's calls then say to the keys."""
import contextlib
import json
import pathlib
import signal
import subprocess
import urllib.error
import urllib.request

from person import key, until

OLIVIA = "olivia@example.com"
TESS = "tess@example.com"
SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support" / "betterauth"


class BetterAuth:
    """The tests' better-auth server of one version, on a free port."""

    def __init__(self, version, build, log):
        self.log = open(log, "ab")
        self.process = subprocess.Popen([SUPPORT / "server.sh", build, version], stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("{"), f"the server said {line!r}"
        facts = json.loads(line)
        self.address, self.people, self.organizations = facts["address"], facts["people"], facts["organizations"]

    def request(self, path, headers, body=None):
        request = urllib.request.Request(self.address + path, headers=headers, data=body)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def use(self, secret, call="oauth-apps"):
        """The status with which the gateway's calls answer to a key."""
        return self.request(f"/api/v1/{call}", {"x-api-key": secret})[0]

    def tell(self, deed, **what):
        """Something that a person does at the server; see server.mjs."""
        status, body = self.request(f"/test/{deed}", {"content-type": "application/json"}, json.dumps(what).encode())
        assert status == 200, (status, body)
        return json.loads(body)

    def stop(self):
        if self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.process.stdout.close()
        self.log.close()


@contextlib.contextmanager
def serving(s, version):
    server = BetterAuth(version, s.folder.parents[1], s.folder / "server.log")
    for name, person in server.people.items():
        s.canaries[f"password of {name}"] = person["password"]
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def staged(s, version):
    with serving(s, version) as server:
        try:
            s.start_app()
            yield server
        except Exception:
            s.person.shot("failed")
            raise
        finally:
            if s.app:
                s.app.stop()


def sign_in(s, server, email):
    person = s.person
    person.fill("Gateway", server.address)
    person.sees("better-auth")
    person.fill("Email", email)
    person.fill("Password", server.people[email]["password"])
    person.click("Sign in", "push button")


def create(s, name):
    person = s.person
    person.press(person.enabled("New key", "push button"))
    dialog = person.dialog("New key")
    person.fill("Name", name, within=dialog)
    person.press("30 days", within=dialog)
    person.press(person.enabled("Create key", within=dialog))


def the_whole_job(s, version):
    person, name = s.person, "Nightly sync"
    with staged(s, version) as server:
        sign_in(s, server, OLIVIA)
        create(s, name)
        first = s.read_secret("first secret")
        assert server.use(first) == 200
        assert server.use(first, "sessions") == 403, "the server decides what a key may do"
        s.store_and_close()

        person.click(person.row_of(name))
        person.press(person.enabled("Disable", "push button"))
        until(lambda: server.use(first) == 401, "the disabled key to be refused")
        person.press(person.enabled("Enable", "push button"))
        until(lambda: server.use(first) == 200, "the enabled key to be accepted")

        person.press(person.enabled("Rotate…", "push button"))
        dialog = person.dialog("Rotate key")
        person.sees("until you revoke it", within=dialog)
        person.press(person.enabled("Rotate key", "push button", within=dialog))
        dialog = person.dialog("Copy your key now")
        person.press("Check now", within=dialog)
        person.sees("The key works", within=dialog)
        second = s.read_secret("second secret")
        s.store_and_close()
        assert (server.use(first), server.use(second)) == (200, 200), "both work until the person ends the old one"

        key("F5")  # the server knows of no rotation, and says so again
        person.click(person.find("Rotations"))
        card = person.find(f"Rotation of {name}")
        person.sees("or now", within=card)
        person.shot("rotation")
        person.press(person.enabled("Retire old key now…", within=card))
        person.press(person.enabled("Retire now", "push button", within=person.dialog("Retire key")))
        person.gone(f"Rotation of {name}")
        until(lambda: server.use(first) == 401, "the retired key to be refused")
        assert server.use(second) == 200
        key("ctrl+2")
        person.find("Keys", "table")
        survives(s, server, name, second)


def survives(s, server, name, secret):
    """Signed in after a start anew; the history that the server does not keep is there."""
    person = s.person
    s.remember_keychain()
    key("ctrl+q")
    assert s.app.wait_for_end() == 0
    s.start_app()
    person.find("Keys", "table")
    assert not person.all("Password"), "still signed in"
    until(lambda: len([row for row in person.rows() if name in row]) == 2, "the old key and the new one")
    person.press("Active", "radio button")
    until(lambda: len(person.rows()) == 1, "the new key alone")
    person.click(person.row_of(name))
    person.press(person.enabled("Revoke…", "push button"))
    dialog = person.dialog("Revoke key")
    if person.all("Type the name to confirm", within=dialog):
        person.fill("Type the name to confirm", name, within=dialog)
    person.press(person.enabled("Revoke key", "push button", within=dialog))
    person.gone("Revoke key", ("dialog", "frame", "alert"))
    until(lambda: server.use(secret) == 401, "the revoked key to be refused")
    person.shot("revoked")


def a_second_factor(s, version):
    person = s.person
    with staged(s, version) as server:
        sign_in(s, server, TESS)
        person.fill("Code", "000000")
        person.click("Sign in", "push button")
        person.sees("This code is wrong")
        person.fill("Code", server.tell("totp", email=TESS)["code"])
        person.shot("second-factor")
        person.click("Sign in", "push button")
        person.sees("Twice Sure" if version != "1.4.22" else "Tess Twice")
