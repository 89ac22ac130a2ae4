"""A rotation followed to its end, with programs that call all the while; what the page says is what the gateway's database says."""
import contextlib
import re
import sqlite3
import threading

from person import key, until

PAUSE = 2.5  # seconds between two calls of a program: three of them stay below 100 a minute


class Caller:
    """A program that calls with a key, from an address of its own, until it is stopped."""

    def __init__(self, gateway, address, secret):
        self.gateway = gateway
        self.address = address
        self.secret = secret
        self.calls = {}  # by secret
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while not self.ended.is_set():
            secret = self.secret
            self.gateway.call("GET", "/api/v1/contacts", secret, source=self.address)
            self.calls[secret] = self.calls.get(secret, 0) + 1
            self.ended.wait(PAUSE)

    def stop(self):
        self.ended.set()
        self.thread.join(15)


@contextlib.contextmanager
def calling(gateway, secrets):
    """Programs that call at the same time; the number of calls with each secret is known when they have ended."""
    callers = [Caller(gateway, f"127.0.0.{number + 2}", secret) for number, secret in enumerate(secrets)]
    try:
        yield callers
    finally:
        for caller in callers:
            caller.stop()


def counted(gateway, name):
    """The calls with the key of this name: as hourly counts, and as single events."""
    with contextlib.closing(sqlite3.connect(f"file:{gateway.database}?mode=ro", uri=True)) as database:
        number, = database.execute("SELECT number FROM keys WHERE name = ?", (name,)).fetchone()
        hours, = database.execute("SELECT COALESCE(SUM(ok + unauthorized + forbidden + limited + other), 0) FROM hourly_counts "
                                  "WHERE key = ?", (number,)).fetchone()
        events, = database.execute("SELECT COUNT(*) FROM events WHERE key = ? AND actor_kind IS NULL", (number,)).fetchone()
        return hours, events


def last_call(gateway, name):
    """When the key of this name was called last, in milliseconds."""
    return gateway.query("SELECT MAX(e.at) FROM events e JOIN keys k ON k.number = e.key "
                         "WHERE k.name = ? AND e.actor_kind IS NULL", name)[0][0]


def card_of(person, name):
    return person.find(f"Rotation of {name}")


def said_of_callers(person, name):
    """What the page says of the old key's callers: how many requests, from how many addresses."""
    for label in person.all(role="label", within=card_of(person, name)):
        match = re.match(r"Old key: ([\d,]+) requests? in the last hour from (\d+) address", label.name)
        if match:
            return int(match[1].replace(",", "")), int(match[2])
    return None


def charted(person, name):
    """The sum of the chart, as assistive technology reads it."""
    table = person.find("Requests with the old key", "table", within=card_of(person, name)).queryTable()
    together = table.nColumns - 1
    return sum(int(table.getAccessibleAt(row, together).name.replace(",", "")) for row in range(table.nRows))


def agrees(person, gateway, name, addresses, calls):
    """Waits until page, chart and database say the same number of calls with the old key: all that were made."""
    def same():
        key("F5")
        said = said_of_callers(person, name)
        return said == (calls, addresses) and charted(person, name) == calls and counted(gateway, f"{name} (previous)") == (calls, calls)
    until(same, f"{calls} calls with the old key from {addresses} addresses, on the page, in its chart and in the database; "
                f"page: {said_of_callers(person, name)}, database: {counted(gateway, f'{name} (previous)')}", patience=60)


def is_done(person, name, step):
    return person.find(f"{step}: done", within=card_of(person, name))


def a_rotation_followed_to_its_end(s, organization):
    person, name = s.person, "Nightly sync"
    with s.staged() as gateway:
        s.sign_in(gateway.address, gateway.password)
        s.switch_organization(organization)
        s.create(name)
        old = s.read_secret("old secret")
        s.store_and_close()

        made = 0
        with calling(gateway, [old, old, old]) as callers:
            until(lambda: all(caller.calls.get(old, 0) >= 2 for caller in callers), "each program to call with the old key")
            person.click(person.row_of(name))
            person.press(person.enabled("Rotate…", "push button"))
            dialog = person.dialog("Rotate key")
            person.press("24 hours", within=dialog)
            person.press(person.enabled("Rotate key", "push button", within=dialog))
            dialog = person.dialog("Copy your key now")
            person.press("Check now", within=dialog)
            person.sees("The key works: 200 from GET /api/v1/whoami", within=dialog)
            new = s.read_secret("new secret")
            s.store_and_close()

            key("ctrl+4")
            person.sees("Said to be stored", within=card_of(person, name))
            person.sees("the gateway accepted it", within=card_of(person, name))
            until(lambda: (said_of_callers(person, name) or (0, 0))[1] == 3, "three addresses that call the old key", patience=60)
            # One after the other goes over to the new key.
            for caller in callers[:2]:
                caller.secret = new
                until(lambda caller=caller: caller.calls.get(new, 0) >= 2, "the program to call with the new key")
        made += sum(caller.calls[old] for caller in callers)
        agrees(person, gateway, name, addresses=3, calls=made)
        s.person.shot("switching")

        # Of the first two, nothing more comes with the old key.
        with calling(gateway, [new, new, old]) as callers:
            until(lambda: all(sum(caller.calls.values()) >= 3 for caller in callers), "each program to call")
            callers[2].secret = new
            until(lambda: callers[2].calls.get(new, 0) >= 1, "the last program to have switched")
        assert not any(caller.calls.get(old) for caller in callers[:2])
        made += callers[2].calls[old]
        agrees(person, gateway, name, addresses=3, calls=made)

        # The old key is left in peace now, while the new one is called: the old one's number stays, and its last call with it.
        of_new, last_of_old = counted(gateway, name)[1], last_call(gateway, f"{name} (previous)")
        with calling(gateway, [new, new, new]) as callers:
            until(lambda: all(caller.calls.get(new, 0) >= 2 for caller in callers), "each program to call with the new key")
        of_new += sum(caller.calls[new] for caller in callers)
        until(lambda: counted(gateway, name) == (of_new, of_new), f"{of_new} calls with the new key in the database")
        assert last_call(gateway, name) > last_of_old == last_call(gateway, f"{name} (previous)")
        agrees(person, gateway, name, addresses=3, calls=made)

        survives_a_restart(s, name)
        retire(s, gateway, name, old, new)
        a_straggler_is_told(s, gateway, name, old, new)


def survives_a_restart(s, name):
    person = s.person
    s.app.kill()
    s.start_app()
    person.find("Keys", "table")
    key("ctrl+4")
    card = card_of(person, name)
    for words in ("Said to be stored", "the gateway accepted it", "By itself"):
        person.sees(words, within=card)
    for step in ("New key created", "Handed over", "New key works"):
        is_done(person, name, step)


def retire(s, gateway, name, old, new):
    person = s.person
    person.press(person.enabled("Retire old key now…", within=card_of(person, name)))
    person.press(person.enabled("Retire now", "push button", within=person.dialog("Retire key")))
    person.gone(f"Rotation of {name}")
    person.sees("not called since", within=person.find("Ended in the last 7 days"))
    until(lambda: gateway.curl("/api/v1/whoami", new)[0] == 200, "the new key to work")
    s.person.shot("retired")


def a_straggler_is_told(s, gateway, name, old, new):
    """A program that nobody remembered: it is refused, and the person is told; nothing is revoked."""
    person = s.person

    def told():
        assert gateway.curl("/api/v1/whoami", old)[0] == 401
        key("F5")
        return person.all("Called after their end")
    until(told, "that the old key is called after its end", patience=60)
    alarm = person.find("Called after their end")
    person.sees("It was refused.", within=alarm)
    s.person.shot("used-again")
    assert gateway.curl("/api/v1/whoami", new)[0] == 200
    person.press("Dismiss", within=alarm)
    person.gone("Called after their end")
