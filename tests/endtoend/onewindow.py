"""Our gateway, a better-auth server and keys that a provider alone can change: one window, one list."""
import datetime

from betterauth import OLIVIA, serving
from betterauth import create as create_there
from fleet import EVERYWHERE, ORGANIZATION_COLUMN, add_account
from person import key, until
from provider import Provider
from watched import new_secret, register

OURS, THEIRS, WATCHED = "Contoso", "Acme Support", "Watsi shop"
HERE_KEY, THERE_KEY, WATCHED_KEY = "Bridge to the shop", "Bridge to support", "Bridge to Watsi"
ALSO_HERE, ALSO_THERE = "Ferry to the shop", "Ferry to support"


def places(person):
    """The organization of each key on screen, by the key's name."""
    return {row[0]: row[ORGANIZATION_COLUMN] for row in person.rows()}


def search(person, words, expected):
    person.fill("Search keys", words)
    until(lambda: sorted(row[0] for row in person.rows()) == sorted(expected), f"{expected} alone; there are {places(person)}")


def offered(person):
    """What the list of organizations offers."""
    person.press("Organization")
    items = ("menu item", "check menu item", "radio menu item")
    names = until(lambda: [node.name for node in person.all(role=items) if " – " in node.name or node.name == EVERYWHERE],
                  "the list of organizations")
    key("Escape")
    key("Escape")  # assistive technology opened it beside the keyboard's own menu
    return names


def made(s, create, name):
    create(name)
    secret = s.read_secret(f"secret of {name}")
    s.store_and_close()
    return secret


def fill(s, gateway, server, provider):
    """An account at each, and keys at each; the secrets of the first at each server."""
    s.sign_in(gateway.address, gateway.password)
    s.switch_organization(OURS)
    key("Escape")  # the menu that assistive technology worked stays open
    here = made(s, s.create, HERE_KEY)
    made(s, s.create, ALSO_HERE)
    add_account(s, server.address, OLIVIA, server.people[OLIVIA]["password"], kind="better-auth")
    s.switch_organization(THEIRS)
    key("Escape")
    there = made(s, lambda name: create_there(s, name), THERE_KEY)
    made(s, lambda name: create_there(s, name), ALSO_THERE)
    key("ctrl+shift+n")
    register(s, provider, new_secret("watsi_"), WATCHED_KEY, "Watsi")
    return here, there


def one_list(s, gateway):
    """Every key of every kind of place, each with its organization."""
    person = s.person
    names = offered(person)
    for name in (EVERYWHERE, OURS, THEIRS, WATCHED):
        assert any(each.startswith(name) for each in names), f"{name!r} among {names}"
    s.switch_organization(EVERYWHERE)
    key("Escape")
    key("ctrl+2")
    total = gateway.query("SELECT COUNT(*) FROM keys")[0][0] + 3
    person.sees(f"{total:,} keys")
    assert all(row[ORGANIZATION_COLUMN] for row in person.rows()), "each row names its organization"
    person.shot("one-list")
    search(person, "Bridge", [HERE_KEY, THERE_KEY, WATCHED_KEY])
    assert places(person) == {HERE_KEY: OURS, THERE_KEY: THEIRS, WATCHED_KEY: WATCHED}, places(person)
    person.press("Revoked", "radio button")
    person.gone("Keys", "table")  # none of them is
    person.press("All", "radio button")
    search(person, "Bridge", [HERE_KEY, THERE_KEY, WATCHED_KEY])
    person.shot("one-search")


def revoke_together(s, gateway, server, here, there):
    """Those that a server can revoke are; the one that only a person can end is left out aloud."""
    person = s.person
    search(person, "Bridge", [HERE_KEY, THERE_KEY, WATCHED_KEY])
    person.click(person.row_of(HERE_KEY))
    key("ctrl+a")
    person.press(person.enabled("Revoke…", "push button"))
    dialog = person.dialog("Revoke key")
    results = person.find("Keys to revoke", "table", within=dialog).queryTable()
    listed = {results.getAccessibleAt(row, 0).name: results.getAccessibleAt(row, 1).name for row in range(results.nRows)}
    assert listed == {HERE_KEY: OURS, THERE_KEY: THEIRS}, listed
    person.sees(f"“{WATCHED_KEY}” is left out: only its provider can revoke it.", within=dialog)
    if person.all("Type the number to confirm", within=dialog):
        person.fill("Type the number to confirm", str(len(listed)), within=dialog)
    person.shot("one-revoke")
    person.press(person.enabled("Revoke key", "push button", within=dialog))
    person.gone("Revoke key", ("dialog", "frame", "alert"))
    until(lambda: gateway.curl("/api/v1/whoami", here)[0] == 401 and server.use(there) == 401, "both keys to be refused")
    person.press("Active", "radio button")
    until(lambda: set(places(person)) == {WATCHED_KEY}, "the watched key to go on")
    person.press("All", "radio button")


def rotations_of_all(s):
    """A rotation at one place is followed beside those of the others; the activity of each is one step away."""
    person = s.person
    search(person, ALSO_THERE, [ALSO_THERE])
    person.click(person.row_of(ALSO_THERE))
    person.press(person.enabled("Rotate…", "push button"))
    person.press(person.enabled("Rotate key", "push button", within=person.dialog("Rotate key")))
    s.read_secret("secret after the rotation")
    s.store_and_close()
    key("ctrl+4")
    card = person.find(f"Rotation of {ALSO_THERE} in {THEIRS}")
    person.sees(THEIRS, within=card)
    until(lambda: "waiting" in person.find("Rotations", "radio button").description, "the rotations that wait to be counted")
    person.shot("one-rotations")
    key("ctrl+3")
    way = until(lambda: next((node for node in person.all("Show activity") if node.description == OURS), None),
                f"a way to the activity of {OURS}")
    person.shot("one-activity")
    person.press(way)
    person.find("Activity", "table")
    person.sees(OURS, within=person.find("Organization"))
    s.switch_organization(EVERYWHERE)
    key("Escape")
    key("ctrl+2")


def one_server_goes(s, gateway, server):
    """What cannot be reached stays on screen and fails alone."""
    person = s.person
    search(person, "Ferry", [ALSO_HERE, ALSO_THERE, ALSO_THERE])  # the old key of the rotation has the name of the new one there
    server.stop()
    key("F5")
    person.sees(f"The keys of {THEIRS}")
    assert len(person.rows()) == 3, "its keys stay"
    person.click(person.row_of(ALSO_HERE))
    key("ctrl+a")
    person.press(person.enabled("Revoke…", "push button"))
    dialog = person.dialog("Revoke key")
    person.press(person.enabled("Revoke key", "push button", within=dialog))
    person.sees("1 revoked, 2 not.", within=dialog)
    results = person.find("Keys to revoke", "table", within=dialog).queryTable()
    last = results.nColumns - 1
    outcomes = [(results.getAccessibleAt(row, 0).name, results.getAccessibleAt(row, last).name) for row in range(results.nRows)]
    assert (ALSO_HERE, "Revoked") in outcomes, outcomes
    missed = sorted(outcome for name, outcome in outcomes if name == ALSO_THERE)
    assert missed[0] == "" and "reached" in missed[1], f"of one account the second is not tried in vain: {outcomes}"
    person.shot("one-offline")
    person.press(person.enabled("Close", within=dialog))
    person.gone("Revoke key", ("dialog", "frame", "alert"))
    state = gateway.query("SELECT state FROM keys WHERE name = ?", ALSO_HERE)
    assert state == [("revoked",)], state
    key("ctrl+4")
    person.find(f"Rotation of {ALSO_THERE} in {THEIRS}")


def let_expire(person, name, day):
    """Gives the key another expiry, at its own place."""
    search(person, name, [name])
    person.click(person.row_of(name))
    person.press(person.enabled("Edit…", "push button"))
    dialog = person.dialog("Edit key")
    person.press("Custom…", within=dialog)
    person.enabled("Expiry date", within=dialog).queryEditableText().setTextContents(f"{day:%-d %b %Y}")
    person.sees(f"{day:%-d %b %Y}, 23:59", within=dialog)
    person.press(person.enabled("Save", "push button", within=dialog))
    person.gone("Edit key", ("dialog", "frame", "alert"))


def attention_of_all(s):
    """What needs attention at each kind of place stands in one list, and names the place."""
    person = s.person
    for name in (THERE_KEY, WATCHED_KEY):
        let_expire(person, name, datetime.date.today() + datetime.timedelta(days=3))
    key("ctrl+1")
    panel = person.find("Needs attention")
    for place in (OURS, THEIRS, WATCHED):
        person.sees(f"{place} · ", within=panel)
    person.shot("one-overview")
    key("ctrl+2")
    person.press("Expires soon", "radio button")
    search(person, "Bridge", [THERE_KEY, WATCHED_KEY])
    person.press("All", "radio button")


def everything_in_one_window(s):
    provider = Provider("Watsi: unauthorized")
    try:
        with s.staged() as gateway, serving(s, "1.7.5") as server:
            here, there = fill(s, gateway, server, provider)
            one_list(s, gateway)
            attention_of_all(s)
            rotations_of_all(s)
            revoke_together(s, gateway, server, here, there)
            one_server_goes(s, gateway, server)
            assert not provider.requests, "nobody asked for a check"
    finally:
        provider.stop()
