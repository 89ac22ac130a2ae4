#!/usr/bin/python3
"""The main job as a person does it, through the accessible names alone, against the real gateway and a real keyring.

usage (inside tests/support/desktop-session.sh): e2e.py APP GATEWAY FOLDER
"""
import contextlib
import json
import os
import pathlib
import shutil
import sys
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import betterauth  # noqa: E402
import watched  # noqa: E402
from demo import shown_by_itself  # noqa: E402
from exported import events_of, exported_events, same_rows  # noqa: E402
from fleet import keys_of_two_gateways  # noqa: E402
from onewindow import everything_in_one_window  # noqa: E402
from person import Person, key, until  # noqa: E402
from rotations import a_rotation_followed_to_its_end  # noqa: E402
from signinbybrowser import signed_in_by_browser  # noqa: E402
from stage import OWNER, App, Gateway, Opener, Stall, error_code, keychain_entries, search, spellings  # noqa: E402

ORGANIZATION = "Contoso"  # the sample organization of the generic profile, which knows contacts:read


class Scenario:
    def __init__(self, app, gateway, folder):
        self.app_program, self.gateway_program = app, gateway
        self.folder = pathlib.Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.canaries = {}
        self.app = None
        self.opener = Opener(self.folder)
        self.person = Person(shots=str(self.folder))

    @contextlib.contextmanager
    def staged(self, options=()):
        """A gateway and the app; when it ends both do."""
        gateway = Gateway(self.gateway_program, self.folder / "gateway", options)
        self.canaries["password"] = gateway.password
        try:
            with self.started():
                yield gateway
        finally:
            gateway.stop()

    @contextlib.contextmanager
    def started(self, arguments=()):
        """The app; when this ends it does, and a failure is looked at while there is something to see."""
        try:
            self.start_app(arguments)
            yield
        except Exception:
            self.person.shot("failed")
            print(self.person.tree(), file=sys.stderr)
            raise
        finally:
            if self.app:
                self.app.stop()

    def start_app(self, arguments=()):
        self.app = App(self.app_program, self.folder / "data", arguments, log=self.folder / "app.log",
                       environment=self.opener.environment())

    def remember_keychain(self):
        """What lies in the keychain now must lie nowhere else later, also when another value has taken its place."""
        for name, value in keychain_entries().items():
            if value not in self.canaries.values():
                self.canaries[f"keychain {name} ({len(self.canaries)})"] = value

    def recovers_once(self, gateway, name):
        """After a kill: the secret can be shown, once, and afterwards never again."""
        person = self.person
        self.remember_keychain()
        self.app.kill()
        self.start_app()
        person.sees("its secret was not shown")
        self.remember_keychain()
        person.press("Show it now")
        secret = self.read_secret("recovered secret")
        assert gateway.curl("/api/v1/whoami", secret)[0] == 200
        self.store_and_close()
        until(lambda: not any("intent" in entry for entry in keychain_entries()), "the idempotency key to be gone")
        assert len([row for row in person.rows() if name in row]) == 1, "one key was created"
        self.app.kill()
        self.start_app()
        person.row_of(name)
        person.find("Keys", "table")
        assert not person.all("Show it now"), "never again"

    def sign_in(self, address, password):
        person = self.person
        person.fill("Gateway", address)
        person.fill("Email", OWNER)
        person.fill("Password", password)
        person.click("Sign in", "push button")
        person.find("Keys", "table")
        until(keychain_entries, "the session in the keychain")
        self.remember_keychain()

    def switch_organization(self, name):
        self.person.press("Organization")
        items = ("menu item", "check menu item", "radio menu item")
        item = until(lambda: next((node for node in self.person.all(role=items) if node.name.startswith(name)), None),
                     f"the organization {name!r} in the menu")
        self.person.press(item)
        self.person.sees(name, within=self.person.find("Organization"))

    def read_secret(self, what):
        person = self.person
        dialog = person.dialog("Copy your key now")
        hidden = person.text_of(person.find("Secret", within=dialog))
        person.press("Show", within=dialog)
        secret = until(lambda: next((t for t in [person.text_of(person.find("Secret", within=dialog))]
                                     if t != hidden and len(t) > 50 and " " not in t), None), "the secret to be shown")
        self.canaries[what] = secret
        return secret

    def store_and_close(self):
        person = self.person
        dialog = person.dialog("Copy your key now")
        person.press("I have stored this key", within=dialog)
        person.press(person.enabled("Done", within=dialog))
        person.gone("Copy your key now", ("dialog", "frame", "alert"))

    def create(self, name):
        person = self.person
        person.press(person.enabled("New key", "push button"))
        dialog = person.dialog("New key")
        person.fill("Name", name, within=dialog)
        person.press("contacts:read", "check box", within=dialog)
        person.press("30 days", within=dialog)
        person.press(person.enabled("Create key", within=dialog))


def the_whole_job(s):
    person = s.person
    with s.staged() as gateway:
        s.sign_in(gateway.address, gateway.password)
        s.switch_organization(ORGANIZATION)

        s.create("Nightly sync")
        first = s.read_secret("first secret")
        status, body = gateway.curl("/api/v1/whoami", first)
        assert status == 200 and json.loads(body)["scopes"] == ["contacts:read"], (status, body)
        assert gateway.curl("/api/v1/contacts", first)[0] == 200
        status, body = gateway.curl("/api/v1/contacts", first, "POST")
        assert status == 403 and json.loads(body)["error"]["details"]["missing_scope"] == "contacts:write", (status, body)
        s.store_and_close()

        person.click(person.row_of("Nightly sync"))
        person.press(person.enabled("Rotate…", "push button"))
        dialog = person.dialog("Rotate key")
        person.press("1 hour", within=dialog)
        person.press(person.enabled("Rotate key", "push button", within=dialog))
        second = s.read_secret("second secret")
        assert second != first
        assert gateway.curl("/api/v1/whoami", first)[0] == 200, "the old key works during the overlap"
        assert gateway.curl("/api/v1/whoami", second)[0] == 200, "the new key works"
        s.store_and_close()

        person.click(person.row_of("Nightly sync (previous)"))
        person.press(person.enabled("Retire now", "push button"))
        person.press(person.enabled("Retire now", "push button", within=person.dialog("Retire key")))
        until(lambda: gateway.curl("/api/v1/whoami", first)[0] == 401, "the retired key to be refused")
        assert gateway.curl("/api/v1/whoami", second)[0] == 200

        person.click(person.row_of("Nightly sync"))
        person.press(person.enabled("Revoke…", "push button"))
        dialog = person.dialog("Revoke key")
        if person.all("Type the name to confirm", within=dialog):
            person.fill("Type the name to confirm", "Nightly sync", within=dialog)
        person.press(person.enabled("Revoke key", "push button", within=dialog))
        person.gone("Revoke key", ("dialog", "frame", "alert"))
        status, body = gateway.curl("/api/v1/whoami", second)
        assert status == 401 and error_code(body) == "KEY_REVOKED", (status, body)

        s.remember_keychain()
        assert len(keychain_entries()) == 1, f"one session lies in the keychain: {list(keychain_entries())}"
        key("ctrl+q")
        assert s.app.wait_for_end() == 0

        # With no gateway to ask, the list can only be what was read before.
        gateway.halt()
        s.start_app()
        person.find("Keys", "table")
        person.row_of("Nightly sync")
        person.sees("Offline since")
        assert not person.all("Password"), "still signed in"
        gateway.serve()
        until(lambda: not says_offline(person), "the gateway to be reached again", patience=60)
        person.press("Account")
        person.press(until(lambda: next(iter(person.all("Sign out")), None), "Sign out in the menu"))
        person.find("Password")
        until(lambda: not keychain_entries(), "the keychain to hold nothing")


def says_offline(person):
    return [label for label in person.all() if "Offline since" in label.name]


def killed_before_the_answer(s):
    with s.staged() as gateway, contextlib.closing(Stall(gateway.port)) as wire:
        s.sign_in(wire.address, gateway.password)
        s.switch_organization(ORGANIZATION)
        wire.hold = b"/keys HTTP/1.1\r\n"
        s.create("Lost answer")
        assert wire.held.wait(20), "the gateway answered, and the answer was held back"
        wire.hold = None
        s.recovers_once(gateway, "Lost answer")


def killed_before_the_reveal(s):
    with s.staged() as gateway:
        s.sign_in(gateway.address, gateway.password)
        s.switch_organization(ORGANIZATION)
        s.create("Not yet seen")
        s.person.dialog("Copy your key now")
        s.recovers_once(gateway, "Not yet seen")


def a_rotation(s):
    a_rotation_followed_to_its_end(s, ORGANIZATION)


def sign_in_by_browser(s):
    signed_in_by_browser(s)


def the_activity(s):
    """What the page says is what the gateway's database holds; the export is the filtered set."""
    person = s.person
    with s.staged() as gateway:
        s.sign_in(gateway.address, gateway.password)
        s.switch_organization(ORGANIZATION)
        key("Escape")  # the menu that assistive technology worked stays open
        key("ctrl+3")
        person.find("Activity", "table")
        choose_period(person, "All that is kept")
        person.press("Refused", "radio button")
        expected = events_of(gateway, ORGANIZATION, "s.status >= 400")
        person.sees(f"{len(expected):,} events")
        rows = until(lambda: visible_rows(person), "rows of the activity")
        assert all(int(row[4]) >= 400 for row in rows), rows
        assert [row[4] for row in rows] == [event["status"] for event in expected[:len(rows)]]
        person.shot("activity-refused")
        for name in ("refused.jsonl", "refused.csv"):
            same_rows(export_to(person, s.folder / name), expected)

        person.press("Changes", "radio button")
        changes = gateway.query(
            "SELECT COUNT(*) FROM events e JOIN shapes s ON s.number = e.shape JOIN organizations o ON o.number = e.organization "
            "WHERE o.name = ? AND s.kind LIKE 'key.%'", ORGANIZATION)[0][0]
        person.sees(f"{changes:,} events")


def the_demo(s):
    shown_by_itself(s)


def a_better_auth_server(s):
    betterauth.the_whole_job(s, "1.7.5")


def an_older_better_auth_server(s):
    betterauth.the_whole_job(s, "1.4.22")


def a_second_factor(s):
    betterauth.a_second_factor(s, "1.7.5")


def a_watched_key(s):
    watched.the_whole_life_of_a_key(s)


def watched_keys_of_every_provider(s):
    watched.every_provider(s)


def the_fleet(s):
    keys_of_two_gateways(s)


def every_kind_in_one_window(s):
    everything_in_one_window(s)


def choose_period(person, name):
    person.press("Period", "push button")
    person.press(person.find(name, ("menu item", "check menu item", "radio menu item")))


def visible_rows(person):
    """The first rows of the activity as texts; the table itself may be too long to read whole."""
    grid = person.find("Activity", "table").queryTable()
    rows = [[grid.getAccessibleAt(row, column).name for column in range(grid.nColumns)] for row in range(min(10, grid.nRows))]
    return rows if rows and all(row[4] for row in rows) else None


def export_to(person, file):
    """Exports what is shown; returns the rows of the file."""
    person.press(person.enabled("Export…", "push button"))
    dialog = person.dialog("Export activity")
    person.fill("File name:", str(file), within=dialog)
    key("Return")
    person.sees(f"exported to {file.name}")
    return exported_events(file)


def the_search_finds(folder):
    """The search for secrets is itself shown to find them, in every spelling."""
    planted = pathlib.Path(folder, "planted")
    planted.mkdir(parents=True, exist_ok=True)
    for form, needle in spellings("a planted secret").items():
        (planted / form).write_bytes(b"before " + needle + b" after")
    found = search([planted], {"planted": "a planted secret"})
    shutil.rmtree(planted)
    assert len(found) >= len(spellings("x")), found


def main():
    app, gateway, folder = sys.argv[1:4]
    wanted = sys.argv[4:]
    the_search_finds(folder)
    failed = 0
    scenarios = [the_whole_job, killed_before_the_answer, killed_before_the_reveal, a_rotation, the_activity, the_fleet, the_demo,
                 sign_in_by_browser, a_better_auth_server, an_older_better_auth_server, a_second_factor,
                 a_watched_key, watched_keys_of_every_provider, every_kind_in_one_window]
    for scenario in scenarios:
        if wanted and scenario.__name__ not in wanted:
            continue
        s = Scenario(app, gateway, pathlib.Path(folder, scenario.__name__))
        try:
            scenario(s)
            # Home holds settings and logs too; the keyring's own files are sealed by its daemon.
            found = search([s.folder, os.environ["HOME"]], s.canaries)
            assert s.canaries and not found, "\n".join(found)
            print(f"PASS   : {scenario.__name__} ({len(s.canaries)} secrets searched for, none found)", flush=True)
        except Exception:  # noqa: BLE001 - one scenario's failure must not hide the next
            failed += 1
            traceback.print_exc()
            print(f"FAIL!  : {scenario.__name__}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
