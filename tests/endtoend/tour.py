#!/usr/bin/python3
"""The tour: sign in, create, reveal, rotate, revoke by real clicks, with a picture of each.

usage (inside tests/support/desktop-session.sh): tour.py APP PICTURE_FOLDER NAME light|dark
"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from person import Person, key, until  # noqa: E402
from stage import App  # noqa: E402


class Tour(Person):
    def __init__(self, folder, name):
        super().__init__(shots=folder)
        self.name = name
        self.count = 0

    def shoot(self, what):
        self.count += 1
        # The picture must show what is there, not what is about to be: let the last paint settle.
        until(self._still, "the screen to stand still", patience=5)
        self.shot(f"{self.name}-{self.count}-{what}")

    @staticmethod
    def _still():
        def now():
            return subprocess.run(["import", "-window", "root", "-depth", "4", "rgb:-"], capture_output=True, check=True).stdout
        return now() == now()

    def act(self, name, action):
        """A button of the inspector, which is folded away in a narrow window."""
        self.click(self.row_of(name))
        if not self.all(action, "push button"):
            self.click(self.enabled("Details"))
        self.click(self.enabled(action, "push button"))

    def close_reveal(self):
        dialog = self.dialog("Copy your key now")
        self.click("I have stored this key", within=dialog)
        self.click(self.enabled("Done", within=dialog))
        self.gone("Copy your key now", ("dialog", "frame", "alert"))


def maximize(person):
    frame = person.find(role="frame")
    subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Keysteward", "windowmove", "0", "0", "windowsize", "100%", "100%"],
                   check=False)
    until(lambda: person.find(role="frame") and frame, "the window")


def main():
    app_program, pictures, name, theme = sys.argv[1:5]
    data = pathlib.Path(os.environ["HOME"], "tour-data")
    data.mkdir(mode=0o700)
    (data / "settings.ini").write_text(f"[General]\ntheme={theme}\n")
    app = App(app_program, data)
    person = Tour(pictures, name)
    try:
        person.find("Start local gateway", "push button")
        maximize(person)
        person.shoot("sign-in")
        person.click("Start local gateway", "push button")
        dialog = person.dialog("Start local gateway")
        person.click("With sample organizations", within=dialog)
        person.shoot("local-gateway")
        person.click(person.enabled("Start", "push button", within=dialog))
        person.find("Keys", "table")
        person.row_of("CRM sync")
        person.click(person.row_of("CRM sync"))
        person.shoot("keys")
        for number, page in ((1, "Overview"), (3, "Activity"), (4, "Rotations")):
            key(f"ctrl+{number}")
            person.find(page, "label")
            person.shoot(page.lower())
        key("ctrl+2")
        person.row_of("CRM sync")

        person.click(person.enabled("New key", "push button"))
        dialog = person.dialog("New key")
        person.fill("Name", "Newsletter", within=dialog)
        person.click("contacts:read", "check box", within=dialog)
        person.click("90 days", within=dialog)
        person.shoot("create")
        person.click(person.enabled("Create key", within=dialog))

        dialog = person.dialog("Copy your key now")
        person.shoot("reveal-hidden")
        person.click("Show", within=dialog)
        person.find("Hide", within=dialog)
        person.shoot("reveal-shown")
        person.close_reveal()

        person.act("Newsletter", "Rotate…")
        dialog = person.dialog("Rotate key")
        person.click("24 hours", within=dialog)
        person.shoot("rotate")
        person.click(person.enabled("Rotate key", "push button", within=dialog))
        person.close_reveal()
        person.shoot("rotated")

        person.act("Newsletter (previous)", "Revoke…")
        dialog = person.dialog("Revoke key")
        person.shoot("revoke")
        person.click(person.enabled("Revoke key", "push button", within=dialog))
        person.gone("Revoke key", ("dialog", "frame", "alert"))
        person.shoot("revoked")
        key("ctrl+q")
        code = app.wait_for_end()
        assert code == 0, f"the app ended with {code}"
    except Exception:
        person.shot(f"{name}-failed")
        print(person.tree(), file=sys.stderr)
        raise
    finally:
        app.stop()
    print(f"PASS   : tour {name}, {person.count} pictures")


if __name__ == "__main__":
    main()
