"""Keys that only their provider's page can make and revoke: watched, checked, rotated under guidance, and proved dead. The provider is
at an address of this machine and answers as the real ones were recorded."""
import contextlib
import secrets
import string

from person import clipboard, copy, key, until
from provider import Provider
from stage import keychain_entries

LETTERS = string.ascii_letters + string.digits
DIALOGS = ("dialog", "frame", "alert")


def new_secret(prefix):
    return prefix + "".join(secrets.choice(LETTERS) for _ in range(44))


@contextlib.contextmanager
def staged(s, unknown):
    """A provider that refuses keys it does not know, and the app, which has no account."""
    provider = Provider(unknown)
    try:
        s.start_app()
        yield provider
    except Exception:
        s.person.shot("failed")
        print(s.person.tree())
        raise
    finally:
        if s.app:
            s.app.stop()
        provider.stop()


def paste(person, label, secret, within):
    """Into the line of that name; neither the line nor the clipboard holds the key afterwards."""
    copy(secret)
    until(lambda: clipboard() == secret, "the key on the clipboard")
    person.click(person.enabled(label, ("text", "password text"), within=within))
    key("ctrl+v")
    person.sees(f"Taken: {len(secret)} characters", within=within)
    until(lambda: clipboard() != secret, "the clipboard to have lost the key")
    assert not person.all(label, ("text", "password text"), within=within), "what was pasted is out of the line"


def register(s, provider, secret, name, where, kind=None, tenant=None, keeps=True):
    """Watches a key of a new organization of that name. Nothing is sent."""
    person, asked = s.person, len(provider.requests)
    dialog = person.dialog("Watch a key")
    person.choose("Provider", where, within=dialog)
    if kind:
        person.choose("Kind of key", kind, within=dialog)
    if person.all("Organization's name", within=dialog):  # none of this provider is known yet
        person.fill("Organization's name", f"{where} shop", within=dialog)
        person.fill("Address", provider.address, within=dialog)
    if tenant:
        person.fill("Tenant id", tenant, within=dialog)
    paste(person, "Key", secret, dialog)
    if not keeps:
        person.press("Keep only its fingerprint", "radio button", within=dialog)
    person.fill("Name", name, within=dialog)
    person.press(person.enabled("Watch key", "push button", within=dialog))
    person.gone("Watch a key", DIALOGS)
    until(lambda: name in [row[0] for row in person.rows()], f"{name!r} in the table")
    assert len(provider.requests) == asked, provider.asked()
    s.canaries[name] = secret


def check(s, provider, name, line, word, secret=None):
    """Opens the check of a key and presses the button: one call, of this line, and this word for what was said."""
    person, before = s.person, len(provider.requests)
    person.click(person.row_of(name))
    person.press(person.enabled("Check now…", "push button"))
    dialog = person.dialog("Check key")
    person.sees(f"GET {provider.address}{line}", within=dialog)
    if secret:
        assert not person.can_use("Check now", "push button", dialog)
        paste(person, "Key", secret, dialog)
    assert len(provider.requests) == before, provider.asked()
    person.press(person.enabled("Check now", "push button", within=dialog))
    person.find(f"Check: {word}", within=dialog)
    assert provider.asked()[before:] == [f"GET {line}"], provider.asked()
    return dialog


def close(person, dialog, name="Check key"):
    person.press("Close", "push button", within=dialog)
    person.gone(name, DIALOGS)


def the_whole_life_of_a_key(s):
    """Watched, valid, invalid, rotated, proved dead; a start in the middle, and one at the end."""
    person, name, line = s.person, "Nightly sync", "/api/v1/conversations?limit=1"
    old, new = new_secret("watsi_"), new_secret("watsi_")
    with staged(s, "Watsi: unauthorized") as provider:
        person.press(person.enabled("Watch keys of another provider…", "push button"))
        register(s, provider, old, name, "Watsi")
        kept = keychain_entries()
        assert list(kept.values()) == [old], list(kept)
        s.remember_keychain()

        provider.answers[old] = "Watsi: a list"
        dialog = check(s, provider, name, line, "Valid")
        person.sees("Watsi takes the key.", within=dialog)
        person.shot("valid")
        close(person, dialog)
        provider.answers[old] = "Watsi: unauthorized"
        dialog = check(s, provider, name, line, "Invalid")
        person.sees("Watsi says: “Invalid API key”", within=dialog)
        person.press("Show the answer", within=dialog)
        person.sees("HTTP 401", within=dialog)
        person.shot("invalid")
        close(person, dialog)
        provider.answers[old] = "Watsi: a list"

        begin_rotation(s, provider, name, new)
        restart(s, name)
        end_rotation(s, provider, line, old)
        restart(s, name)
        until(lambda: sorted(row[1] for row in person.rows()) == ["Active", "Revoked"], "the new key and the old one")
        assert list(keychain_entries().values()) == [new], "the old secret has left the keychain"
        assert len(provider.requests) == 5, provider.asked()
        stop_watching(person)


def begin_rotation(s, provider, name, new):
    person = s.person
    person.click(person.row_of(name))
    person.press(person.enabled("Rotate…", "push button"))
    guide = person.dialog("Rotate key")
    person.press(person.enabled("Open provider's page", "push button", within=guide))
    assert s.opener.handed_over() == "https://watsi.ai"
    person.shot("guide-make")
    person.press(person.enabled("I have a new key", "push button", within=guide))
    paste(person, "New key", new, guide)
    person.shot("guide-register")
    person.press(person.enabled("Register", "push button", within=guide))
    s.canaries["new key"] = new
    provider.answers[new] = "Watsi: a list"
    person.press(person.enabled("Check now", "push button", within=guide))
    person.press(person.enabled("All callers have it", "push button", within=guide))
    person.shot("guide-revoke")
    person.press(person.enabled("Go on later", "push button", within=guide))
    person.gone("Rotate key", DIALOGS)


def restart(s, name):
    """Nothing is asked for, and nothing is sent."""
    s.remember_keychain()
    key("ctrl+q")
    assert s.app.wait_for_end() == 0
    s.start_app()
    s.person.row_of(name)


def end_rotation(s, provider, line, old):
    person = s.person
    person.click(person.row_of("Retiring"))
    person.press(person.enabled("Go on with the rotation…", "push button"))
    guide = person.dialog("Rotate key")
    person.press(person.enabled("I have revoked the old key", "push button", within=guide))
    person.press(person.enabled("Check the old key", "push button", within=guide))
    person.find("Check: Valid", within=guide)  # nobody has revoked it yet
    person.shot("guide-not-dead")
    provider.answers[old] = "Watsi: unauthorized"
    person.press(person.enabled("Check the old key", "push button", within=guide))
    person.gone("Rotate key", DIALOGS)
    person.sees("is rotated: its provider refuses the old key")
    assert provider.asked()[-2:] == [f"GET {line}"] * 2, provider.asked()


def every_provider(s):
    """Each provider's keys, with the call that its profile has; limits, and a key of which only the fingerprint is kept."""
    person = s.person
    with staged(s, "WazzAPI: unauthorized") as provider:
        person.press(person.enabled("Watch keys of another provider…", "push button"))
        wazzapi = new_secret("wz_live_")
        register(s, provider, wazzapi, "Campaigns", "WazzAPI")
        provider.answers[wazzapi] = "WazzAPI: another scope"
        close(person, check(s, provider, "Campaigns", "/api/v1/devices?limit=1", "Valid, not permitted"))
        provider.answers[wazzapi] = "WazzAPI: limited"
        dialog = check(s, provider, "Campaigns", "/api/v1/devices?limit=1", "Limited")
        person.sees("look at billing", within=dialog)
        person.sees("WazzAPI asked to wait until", within=dialog)
        assert not person.can_use("Check now", "push button", dialog), "nothing is sent before that"
        person.shot("limited")
        close(person, dialog)

        bearer, token = new_secret("eyJhbGciOiJIUzI1NiJ9."), new_secret("wati_")
        watch_another(person)
        register(s, provider, bearer, "Old integration", "Wati", kind="Bearer token (older)", tenant="10042")
        provider.answers[bearer] = "Wati bearer-token: a list"
        dialog = check(s, provider, "Old integration", "/10042/api/v1/getContacts?pageSize=1", "Valid")
        close(person, dialog)
        provider.answers[bearer] = "Wati bearer-token: unauthorized, plain text"
        dialog = check(s, provider, "Old integration", "/10042/api/v1/getContacts?pageSize=1", "Invalid")
        person.sees("A changed password, a deleted person", within=dialog)
        close(person, dialog)

        watch_another(person)
        register(s, provider, token, "New integration", "Wati", kind="API token", keeps=False)
        assert token not in keychain_entries().values(), "only the fingerprint is kept"
        provider.answers[token] = "Wati api-token: a list"
        line = "/api/ext/v3/channels?page_number=1&page_size=1"
        close(person, check(s, provider, "New integration", line, "Valid", secret=token))
        provider.answers[token] = "Wati api-token: limited, no body"
        close(person, check(s, provider, "New integration", line, "Limited", secret=token))

        assert set(keychain_entries().values()) == {wazzapi, bearer}, list(keychain_entries())
        s.remember_keychain()
        assert all(headers["Authorization"].startswith("Bearer ") for _, headers in provider.requests)


def stop_watching(person):
    """Nothing is left in the keychain."""
    person.press("Account")
    person.press(until(lambda: next(iter(person.all("Stop watching…")), None), "Stop watching… in the menu"))
    dialog = person.dialog("Stop watching")
    person.press("Stop watching", "push button", within=dialog)
    person.find("Gateway")
    until(lambda: not keychain_entries(), "the keychain to hold nothing")


def watch_another(person):
    key("ctrl+shift+n")
    person.dialog("Watch a key")
