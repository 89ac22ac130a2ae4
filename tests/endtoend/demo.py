"""The first look: `keysteward --demo`, and nothing else is asked."""
import contextlib
import sqlite3

from person import key
from stage import OWNER, keychain_entries


def sample_keys(s):
    """Organizations and some names of living keys, out of the database of the gateway that the app started."""
    database, = (s.folder / "data" / "gateway").glob("*.sqlite")
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT o.name, k.name FROM organizations o JOIN keys k ON k.organization_id = o.id "
            "JOIN memberships m ON m.organization_id = o.id JOIN users u ON u.id = m.user_id "
            "WHERE u.email = ? AND m.role IN ('owner', 'admin') AND k.state = 'active' ORDER BY 1, 2", (OWNER,)).fetchall()
    names = {}
    for organization, name in rows:
        names.setdefault(organization, []).append(name)
    return {organization: found[:3] for organization, found in names.items()}


def shown_by_itself(s):
    person = s.person
    with s.started(["--demo"]):
        person.find("Keys", "table", patience=60)
        assert not person.all("Password"), "nobody was asked to sign in"
        s.remember_keychain()
        samples = sample_keys(s)
        assert len(samples) >= 2, samples
        for organization, names in samples.items():
            s.switch_organization(organization)
            key("Escape")  # the menu that assistive technology worked stays open
            for name in names:
                person.row_of(name)
        person.shot("demo")
        session = keychain_entries()
        assert len(session) == 1, list(session)
        key("ctrl+q")
        assert s.app.wait_for_end() == 0

        # Once more: the same gateway and the same account, and no second one beside it.
        s.start_app(["--demo"])
        person.find("Keys", "table", patience=60)
        organization, names = next(iter(samples.items()))
        s.switch_organization(organization)
        person.row_of(names[0])
        assert sample_keys(s) == samples
        assert list(keychain_entries()) == list(session)
        s.remember_keychain()
