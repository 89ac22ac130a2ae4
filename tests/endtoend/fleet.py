"""All organizations of two gateways in one window: their keys as one list, and what is done with keys of both at once."""
from person import key, until
from stage import OWNER, Gateway

EVERYWHERE = "All organizations"
ORGANIZATION_COLUMN = 6


def add_account(s, address, email, password, kind=None):
    person = s.person
    person.press("Account")
    person.press(until(lambda: next(iter(person.all("Add account…")), None), "Add account… in the menu"))
    person.find("Password")
    person.fill("Gateway", address)
    if kind:
        person.sees(kind)
    person.fill("Email", email)
    person.fill("Password", password)
    person.click("Sign in", "push button")
    person.find("Search keys")
    key("Escape")


def lasting(gateway):
    """The name of keys that work for long; each sample organization has one of that name."""
    return gateway.query("SELECT name FROM keys WHERE state = 'active' ORDER BY COALESCE(ends_at, 1 << 62) DESC, name LIMIT 1")[0][0]


def revoked(gateway, name):
    return gateway.query("SELECT COUNT(*) FROM keys WHERE name = ? AND state = 'revoked'", name)[0][0]


def keys_of_two_gateways(s):
    person = s.person
    with s.staged() as first:
        second = Gateway(s.gateway_program, s.folder / "second")
        s.canaries["second password"] = second.password
        try:
            s.sign_in(first.address, first.password)
            add_account(s, second.address, OWNER, second.password)
            s.remember_keychain()
            s.switch_organization(EVERYWHERE)
            key("Escape")  # the menu that assistive technology worked stays open
            key("ctrl+2")
            total = sum(gateway.query("SELECT COUNT(*) FROM keys")[0][0] for gateway in (first, second))
            person.sees(f"{total:,} keys")
            assert all(row[ORGANIZATION_COLUMN] for row in person.rows()[:20]), "each row names its organization"
            person.shot("fleet")

            name = lasting(first)
            person.fill("Search keys", name)
            until(lambda: {row[0] for row in person.rows()} == {name}, "the hits alone")
            person.click(person.row_of(name))
            key("ctrl+a")
            person.press(person.enabled("Revoke…", "push button"))
            dialog = person.dialog("Revoke key")
            chosen = person.find("Keys to revoke", "table", within=dialog).queryTable().nRows  # those that the roles allow
            person.sees(f"Revoke {chosen} keys?", within=dialog)
            if person.all("Type the number to confirm", within=dialog):
                person.fill("Type the number to confirm", str(chosen), within=dialog)
            person.shot("fleet-revoke")
            person.press(person.enabled("Revoke key", "push button", within=dialog))
            until(lambda: revoked(first, name) + revoked(second, name) == chosen, "the keys to be revoked at their gateways")
            assert revoked(first, name) == revoked(second, name) > 1, "the samples of both are the same"
            person.gone("Revoke key", ("dialog", "frame", "alert"))

            person.press(person.enabled("New key", "push button"))
            where = person.dialog("New key")
            assert len(person.find("Organizations", "list", within=where)) > 2
            person.press(person.enabled("Cancel", within=where))
            person.gone("New key", ("dialog", "frame", "alert"))

            key("ctrl+q")
            assert s.app.wait_for_end() == 0
            s.start_app()
            person.sees(EVERYWHERE, within=person.find("Organization"))
        finally:
            second.stop()
