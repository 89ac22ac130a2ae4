"""A person at the desktop: finds controls by their accessible names, clicks where they are, types, reads, takes pictures.

Never waits for a fixed time: everything polls for what it expects, and says what it saw when that does not come.
"""
import os
import subprocess
import time

import pyatspi

PATIENCE = 20.0
# Qt 6.4 tells assistive technology its own, unscaled pixels.
SCALE = float(os.environ.get("QT_SCALE_FACTOR", "1"))


class NotSeen(AssertionError):
    pass


def until(expectation, what, patience=PATIENCE):
    """Polls until expectation() is truthy and returns its value."""
    end = time.monotonic() + patience
    while True:
        try:
            value = expectation()
        except (LookupError, RuntimeError, NotImplementedError, AttributeError):
            value = None  # the tree changed under the reader; pyatspi raises GLib errors as RuntimeError
        except Exception as error:  # noqa: BLE001 - gi.repository.GLib.GError has no importable base of its own
            if type(error).__name__ != "GError":
                raise
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise NotSeen(f"did not see within {patience:g} s: {what}")
        time.sleep(0.03)


def walk(node, depth=0):
    """Every accessible below node that is showing, parents first."""
    yield node
    if depth > 40:
        return
    try:
        count = node.childCount
    except Exception:  # noqa: BLE001 - it went away
        return
    for index in range(min(count, 400)):
        try:
            child = node.getChildAtIndex(index)
        except Exception:  # noqa: BLE001
            continue
        if child is not None:
            yield from walk(child, depth + 1)


def has_state(node, state):
    return node.getState().contains(state)


def is_showing(node):
    return has_state(node, pyatspi.STATE_SHOWING) and has_state(node, pyatspi.STATE_VISIBLE)


def key(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "4", "--file", "-"], input=text.encode(), check=True)


def copy(text):
    """Onto the clipboard, as from another program; xclip holds it until somebody takes the clipboard over."""
    subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def clipboard():
    """What a paste would bring; empty where there is nothing."""
    run = subprocess.run(["xclip", "-selection", "clipboard", "-o"], capture_output=True, check=False)
    return run.stdout.decode() if run.returncode == 0 else ""


def label_of(node):
    """The words of the label that belongs to a control. Combo boxes are called by their value here, and by this."""
    for relation in node.getRelationSet():
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY and relation.getNTargets():
            return relation.getTarget(0).name
    return None


def picture(path, window="root"):
    subprocess.run(["import", "-window", window, path], check=True)


class Person:
    """Works one program, known by its accessible application name."""

    def __init__(self, application="Keysteward", shots=None):
        self.application = application
        self.shots = shots

    def root(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for program in desktop:
            if program is not None and program.name == self.application:
                return program
        raise LookupError(self.application)

    def _matches(self, node, name, role):
        if role is not None and node.getRoleName() not in (role if isinstance(role, tuple) else (role,)):
            return False
        return name is None or node.name == name or (node.getRoleName() == "combo box" and label_of(node) == name)

    def all(self, name=None, role=None, within=None):
        found = []
        for node in walk(within or self.root()):
            try:
                if self._matches(node, name, role) and is_showing(node):
                    found.append(node)
            except Exception:  # noqa: BLE001 - it went away
                continue
        return found

    def find(self, name=None, role=None, within=None, patience=PATIENCE):
        def look():
            found = self.all(name, role, within)
            return found[0] if found else None
        return until(look, f"{role or 'control'} named {name!r}", patience)

    def gone(self, name=None, role=None, patience=PATIENCE):
        until(lambda: not self.all(name, role), f"{role or 'control'} {name!r} to be gone", patience)

    def dialog(self, name):
        return self.find(name, ("dialog", "frame", "alert"))

    def enabled(self, name, role=None, within=None):
        """The control, once it can be used."""
        def look():
            for node in self.all(name, role, within):
                if has_state(node, pyatspi.STATE_ENABLED) and has_state(node, pyatspi.STATE_SENSITIVE):
                    return node
            return None
        return until(look, f"{name!r} to be enabled")

    def can_use(self, name, role=None, within=None):
        """Whether the control, which is there, can be used now."""
        return has_state(self.find(name, role, within), pyatspi.STATE_SENSITIVE)

    def choose(self, label, item, within=None):
        """An item of the combo box that has this label."""
        box = self.enabled(label, "combo box", within)
        if box.name != item:
            self.click(box)
            self.click(self.enabled(item, "list item"))
        until(lambda: box.name == item, f"{item!r} to be chosen in {label!r}")

    def click(self, name, role=None, within=None, count=1):
        """A real click of the mouse in the middle of the control."""
        node = name if not isinstance(name, str) else self.enabled(name, role, within)
        if node.getRoleName() in ("radio button", "check box"):
            node.queryComponent().grabFocus()  # scrolls a long form to it, as Tab does
        box = until(lambda: self._settled(node), f"{name!r} to stand still")
        x, y = ((box.x + box.width / 2) * SCALE, (box.y + box.height / 2) * SCALE)
        subprocess.run(["xdotool", "mousemove", str(round(x)), str(round(y)), "click", "--repeat", str(count), "1"], check=True)
        return node

    @staticmethod
    def _settled(node):
        first = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        time.sleep(0.02)
        second = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        same = (first.x, first.y, first.width, first.height) == (second.x, second.y, second.width, second.height)
        return second if same and second.width > 0 else None

    def press(self, name, role=None, within=None):
        """The control's own action, as assistive technology does it."""
        node = name if not isinstance(name, str) else self.enabled(name, role, within)
        action = node.queryAction()
        for index in range(action.nActions):
            if action.getName(index) in ("Press", "Toggle", "Check", "ShowMenu"):
                action.doAction(index)
                return node
        raise NotSeen(f"{name!r} offers no action to press: {[action.getName(i) for i in range(action.nActions)]}")

    def fill(self, name, text, within=None):
        node = self.enabled(name, ("text", "password text", "combo box"), within)
        self.click(node)
        key("ctrl+a")
        type_text(text)
        return node

    @staticmethod
    def text_of(node):
        try:
            return node.queryText().getText(0, -1)
        except NotImplementedError:
            return node.name

    def sees(self, words, within=None, patience=PATIENCE):
        """Some showing control says these words (a part of its name or text)."""
        def look():
            for node in walk(within or self.root()):
                try:
                    if not is_showing(node):
                        continue
                    if words in node.name or words in (node.description or "") or words in self.text_of(node):
                        return node
                except Exception:  # noqa: BLE001 - it went away
                    continue
            return None
        return until(look, f"the words {words!r}", patience)

    def rows(self, table="Keys"):
        """The table's cells as lists of texts, as far as they are showing."""
        node = self.find(table, "table")
        grid = node.queryTable()
        return [[grid.getAccessibleAt(row, column).name for column in range(grid.nColumns)] for row in range(grid.nRows)]

    def row_of(self, words, table="Keys"):
        """The row whose name cell says these words, selected by a click."""
        node = self.find(table, "table")

        def look():
            grid = node.queryTable()
            for row in range(grid.nRows):
                for column in range(grid.nColumns):
                    cell = grid.getAccessibleAt(row, column)
                    if cell is not None and cell.name == words:
                        return cell
            return None
        return until(look, f"a row named {words!r} in {table!r}")

    def shot(self, name):
        if self.shots:
            picture(f"{self.shots}/{name}.png")

    def tree(self):
        """What is showing, for a message when something is not found."""
        lines = []
        try:
            root = self.root()
        except LookupError:
            return f"{self.application} is not there"
        for node in walk(root):
            try:
                if is_showing(node):
                    lines.append(f"{node.getRoleName()}: {node.name!r}")
            except Exception:  # noqa: BLE001
                continue
        return "\n".join(lines[:200])
