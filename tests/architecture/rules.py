#!/usr/bin/python3
"""The structural rules of ARCHITECTURE.md, as a check: prints each fault as file:line: rule, exits 1 if there is one.

usage: rules.py REPOSITORY [--qt-headers FOLDER]
"""
import argparse
import pathlib
import re
import subprocess
import sys
import zlib

# Which rooms a room may include. A room is the longest folder listed here that a file lies in.
MAY_INCLUDE = {
    "core/base": [],
    "core/domain": ["core/base"],
    "core/net": ["core/base", "core/domain"],
    "core/backend": ["core/base", "core/domain", "core/net"],
    "core/storage": ["core/base", "core/domain"],
    "core/credentials": ["core/base", "core/domain"],
    "core/services": ["core/base", "core/domain", "core/net", "core/backend", "core/storage", "core/credentials"],
    "core/gateway/check": ["core/base", "core/domain", "core/gateway/http"],
    "core/gateway/http": ["core/base"],
    "core/gateway/store": ["core/base", "core/domain", "core/storage", "core/gateway/check"],
    "core/gateway/oidc": ["core/base", "core/net"],
    "core/gateway/api": ["core/base", "core/domain", "core/gateway/check", "core/gateway/http", "core/gateway/oidc",
                         "core/gateway/store"],
    "ui/kit": ["core"],
    "ui/keys": ["core", "ui/kit"],
    "ui/overview": ["core", "ui/kit", "ui/keys"],
    "ui/lookup": ["core", "ui/kit", "ui/keys"],
    "ui/reminders": ["core", "ui/kit"],
    "ui/rotations": ["core", "ui/kit", "ui/keys"],
    "ui/signin": ["core", "ui/kit"],
    "ui/settings": ["core", "ui/kit"],
    "ui/watched": ["core", "ui/kit", "ui/keys"],
    "ui/shell": ["core", "ui"],
    "app": ["core", "ui"],
}
# What a header of core says to everybody else of ui: not the rooms behind the services.
CLOSED_TO_UI = ["core/net", "core/gateway"]
PLAIN_CPP = ["core/gateway/check", "core/gateway/http", "core/base/crypto.cpp", "core/base/crypto.h", "core/domain/keytoken.cpp",
             "core/domain/keytoken.h"]
# Each outside library has one home: pattern of its headers → where they may be included.
HOMES = {
    r"QNetwork\w+|QSsl\w*|QTcp\w+|QHost\w+": ["core/net"],
    r"QLocalS\w+": ["app"],
    r"(qt6)?keychain\.h|qt6keychain/.*": ["core/credentials"],
    r"QDBus\w+|QtDBus": ["core/credentials", "ui/shell", "ui/kit", "ui/reminders"],
    r"QSql\w+": ["core/storage", "core/gateway/store"],
    r"sqlite3\.h": [],
    r"sodium\.h": ["core/base/crypto.cpp"],
    r"boost/.*": ["core/gateway/http"],
    r"openssl/.*": ["core/gateway/http"],
    r"cjose/.*": ["core/gateway/oidc"],
}
# Calls that are never right here, with where they may stand all the same.
FORBIDDEN = {
    r"\bQEventLoop\b": [],
    r"\binstance\(\)": ["app/desktop/main.cpp", "app/gateway"],
    r"(\.|->|::)exec\(\)": ["app/desktop/main.cpp", "app/gateway/main.cpp", "core/storage", "core/gateway/store"],
    r"\bwaitFor(Finished|Started|ReadyRead|Connected|Disconnected|BytesWritten)\b": ["app/gateway"],
    r"\bignoreSslErrors\b|\bsetInsecureFallback\b|\bQNetworkCookieJar\b": [],
    r"Qt::(RichText|AutoText|MarkdownText)|\bsetHtml\b": [],
    r"\bco_(await|return|yield)\b": [],
    r"(?<![\w:.>])(system|popen|rand|srand)\(": [],
    r"\bnew QLabel\b|\bQLabel \w+[;({]": ["ui/kit/plainlabel"],
    r"\bQMessageBox::|\bQInputDialog::": [],
    r"\bcurrentDateTime(Utc)?\(\)": ["core/base/clock.cpp", "core/storage/database.cpp"],
}
# Files that may look at a secret's bytes.
MAY_REVEAL = ["core/base/secret.", "core/domain/keyfinder", "core/net/", "core/backend/", "core/credentials/", "core/services/", "core/gateway/api/",
              "core/gateway/oidc/", "core/gateway/store/", "ui/kit/secretview", "ui/kit/secretclipboard", "app/gateway/"]
LONGEST = 400
LONGEST_HEADER = 150
LONGEST_NAMED = {"ui/shell/mainwindow.cpp": 250, "CMakeLists.txt": 110}
BAD_NAMES = re.compile(r"(manager|controller|helper|util|impl)s?\.(h|cpp)$")
TOP_LEVEL = {"app", "ui", "resources", "core", "tests", "packaging", ".ci"}


def lies_in(path, places):
    return any(path == place or path.startswith(place) for place in places)


def room_of(path):
    rooms = [room for room in MAY_INCLUDE if path.startswith(room + "/")]
    return max(rooms, key=len) if rooms else None


def without_comments(text):
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    return re.sub(r"//[^\n]*", "", text)


def include_faults(path, lines, gui_headers):
    room = room_of(path)
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if not match:
            continue
        target = match.group(2)
        if match.group(1) == '"':
            target_room = room_of(target)
            if target_room is None and target.startswith("tests/"):
                yield number, "a program includes a test"
            elif room and target_room and target_room != room and not lies_in(target_room + "/", [r + "/" for r in MAY_INCLUDE[room]]):
                yield number, f"{room} must not include {target_room}"
            elif room and room.startswith("ui/") and lies_in(target, CLOSED_TO_UI):
                yield number, f"ui must not include {target}"
            continue
        name = target.split("/")[-1]
        if path.startswith("core/") and name in gui_headers:
            yield number, f"core must not include <{target}> (Qt Gui or Widgets)"
        if lies_in(path, PLAIN_CPP) and re.match(r"Q[A-Z]\w+$", name):
            yield number, f"plain C++ must not include <{target}>"
        for pattern, homes in HOMES.items():
            if re.fullmatch(pattern, target) and not lies_in(path, homes):
                yield number, f"<{target}> has its home in {', '.join(homes) or 'no room'}"


def call_faults(path, code):
    for number, line in enumerate(code, 1):
        for pattern, places in FORBIDDEN.items():
            if re.search(pattern, line) and not lies_in(path, places):
                yield number, f"forbidden: {re.search(pattern, line).group()}"
        if ".reveal()" in line and not lies_in(path, MAY_REVEAL):
            yield number, "a secret is revealed outside the places that may"


def size_faults(path, count):
    limit = LONGEST_NAMED.get(path)
    if limit is None and re.search(r"\.(cpp|h|py|sh)$", path):
        limit = LONGEST_HEADER if path.endswith(".h") and not path.startswith("tests/") else LONGEST
    if limit is not None and count > limit:
        yield 1, f"{count} lines, at most {limit}"


def base62_checksum(data):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    value, out = zlib.crc32(data), ""
    for _ in range(6):
        out, value = letters[value % 62] + out, value // 62
    return out


def key_faults(text):
    for match in re.finditer(r"\b[a-z][a-z0-9_]{0,22}_[A-Za-z0-9]{49}\b", text):
        token = match.group()
        if base62_checksum(token[:-6].encode()) == token[-6:]:
            yield text.count("\n", 0, match.start()) + 1, "a well-formed key stands in the repository"


def faults_of(path, text, gui_headers):
    is_code = re.match(r"(app|ui|core)/.*\.(h|cpp)$", path)
    yield from size_faults(path, text.count("\n"))
    yield from key_faults(text)
    if BAD_NAMES.search(path):
        yield 1, "a name that invites everything in"
    if is_code:
        code = without_comments(text).split("\n")
        yield from include_faults(path, code, gui_headers)
        yield from call_faults(path, code)
        if path.endswith(".h") and not text.startswith("#pragma once"):
            yield 1, "a header begins with #pragma once"


def tracked(repository):
    listed = subprocess.run(["git", "-C", repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, check=True).stdout
    return sorted(name for name in listed.decode().split("\0") if name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("repository")
    parser.add_argument("--qt-headers", default="/usr/include/x86_64-linux-gnu/qt6")
    arguments = parser.parse_args()
    qt = pathlib.Path(arguments.qt_headers)
    gui_headers = {f.name for part in ("QtGui", "QtWidgets", "QtSvg") for f in (qt / part).glob("*")}
    if not gui_headers:
        sys.exit(f"rules.py: no Qt headers under {qt}")
    repository = pathlib.Path(arguments.repository)
    files = tracked(arguments.repository)
    faults = 0
    for path in files:
        top = path.split("/")[0]
        if "/" in path and top not in TOP_LEVEL:
            print(f"{path}:1: not one of the agreed top-level folders")
            faults += 1
        file = repository / path
        if not file.is_file() or path == "LICENSE":
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures
        for line, rule in faults_of(path, text, gui_headers):
            print(f"{path}:{line}: {rule}")
            faults += 1
    print(f"{len(files)} files, {faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
