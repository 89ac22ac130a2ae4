"""What a scenario stands on: a real gateway with sample organizations, the real app, and a search for everything secret."""
import base64
import contextlib
import http.client
import json
import os
import pathlib
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
import threading
import urllib.parse

from person import until

OWNER = "owner@northwind.example"


class Gateway:
    """keysteward-gateway on a free port, over a database of its own."""

    def __init__(self, program, folder, options=()):
        self.program = program
        self.folder = pathlib.Path(folder)
        self.database = self.folder / "gateway.sqlite"
        self.password = "pass-" + secrets.token_urlsafe(18)
        self.options = options
        self.port = 0  # until it serves: a free one
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = open(self.folder / "gateway.log", "ab")
        subprocess.run([program, "demo", "--database", f"sqlite:{self.database}"], input=self.password.encode() + b"\n",
                       check=True, stdout=self.log, stderr=self.log)
        self.serve()

    def serve(self):
        """Once more after halt(), where it served before."""
        self.process = subprocess.Popen(
            [self.program, "serve", "--listen", f"127.0.0.1:{self.port}", "--database", f"sqlite:{self.database}",
             "--sample-routes", *self.options],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        match = re.search(r"listening on (http://127\.0\.0\.1:(\d+))", line)
        assert match, f"the gateway said {line!r}"
        self.address, self.port = match.group(1), int(match.group(2))

    def query(self, sql, *values):
        """Rows out of its database, read beside it."""
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def call(self, method, path, secret=None, headers=None, source=None):
        """One call as a program makes it, at an address of this machine: status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10, source_address=source and (source, 0))
        try:
            sent = dict(headers or {})
            if secret:
                sent["Authorization"] = f"Bearer {secret}"
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def curl(self, path, secret, method="GET"):
        """The same through curl; the secret goes by standard input, never on the command line."""
        config = f'header = "Authorization: Bearer {secret}"\n'
        run = subprocess.run(["curl", "-sS", "-X", method, "-w", "\n%{http_code}", "--config", "-", self.address + path],
                             input=config.encode(), capture_output=True, check=True)
        body, status = run.stdout.decode().rsplit("\n", 1)
        return int(status), body

    def halt(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(10) == 0, "the gateway did not stop well"
        self.process.stdout.close()

    def stop(self):
        self.halt()
        self.log.close()


class Issuer:
    """A certified OpenID provider. Its pages take any password: the name is the person's email."""

    def __init__(self, build_folder, log):
        script = pathlib.Path(__file__).parent.parent / "support" / "oidc" / "issuer.sh"
        self.log = open(log, "ab")
        self.process = subprocess.Popen([script, build_folder], stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        match = re.search(r"listening on (http://127\.0\.0\.1:\d+)", line)
        assert match, f"the issuer said {line!r}"
        self.address = match.group(1)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        self.log.close()


class Opener:
    """Stands where the system opens an address in a browser: keeps it for the test, and opens nothing."""

    def __init__(self, folder):
        self.shim, self.handed = pathlib.Path(folder, "bin"), pathlib.Path(folder, "handed-over")
        self.shim.mkdir()
        opener = self.shim / "xdg-open"
        opener.write_text(f'#!/bin/sh\nprintf %s "$1" >"{self.handed}.part" && mv "{self.handed}.part" "{self.handed}"\n')
        opener.chmod(0o755)

    def environment(self):
        """That of a program whose addresses come here."""
        return dict(os.environ, PATH=f"{self.shim}:{os.environ['PATH']}")

    def handed_over(self):
        """The address that a program opened, once."""
        until(self.handed.exists, "an address to be opened in the browser")
        address = self.handed.read_text()
        self.handed.unlink()
        return address


class Stall:
    """A wire between app and gateway that can hold answers back: the request arrives, its answer does not."""

    def __init__(self, port):
        self.target = port
        self.hold = None  # bytes of a request line whose answer is held
        self.held = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            state = {"holding": False}
            threading.Thread(target=self._up, args=(client, server, state), daemon=True).start()
            threading.Thread(target=self._down, args=(client, server, state), daemon=True).start()

    def _up(self, client, server, state):
        try:
            while data := client.recv(65536):
                if self.hold and self.hold in data:
                    state["holding"] = True
                # The gateway serves only its own name: the wire must not be seen.
                server.sendall(data.replace(f"127.0.0.1:{self.port}".encode(), f"127.0.0.1:{self.target}".encode()))
            server.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _down(self, client, server, state):
        try:
            while data := server.recv(65536):
                if state["holding"]:
                    self.held.set()
                    continue
                client.sendall(data)
            client.close()
        except OSError:
            pass

    def close(self):
        self.listener.close()


class App:
    """keysteward over a data folder of its own."""

    def __init__(self, program, folder, arguments=(), log=None, environment=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = open(log or self.folder.parent / "app.log", "ab")
        # Everything that Qt can say goes to the log, which is searched for secrets afterwards.
        environment = dict(environment or os.environ, QT_LOGGING_RULES="*.debug=true;qt.*=false")
        self.process = subprocess.Popen([program, "--data-dir", str(folder), *arguments], stdout=self.log, stderr=self.log,
                                        env=environment)

    def kill(self):
        self.process.kill()
        self.process.wait(10)
        self.log.close()

    def wait_for_end(self, seconds=15):
        code = self.process.wait(seconds)
        self.log.close()
        return code

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            return self.wait_for_end()
        self.log.close()
        return self.process.returncode


def spellings(secret):
    """A secret as it might lie in a file."""
    raw = secret.encode()
    return {
        "plain": raw,
        "UTF-16": secret.encode("utf-16-le"),
        "base64": base64.b64encode(raw).rstrip(b"="),
        "hex": raw.hex().encode(),
        "url": urllib.parse.quote(secret, safe="").encode(),
    }


def search(folders, canaries):
    """Every place where a canary (name → value) lies in a file below the folders."""
    found = []
    needles = [(name, form, needle) for name, value in canaries.items() for form, needle in spellings(value).items()]
    for folder in folders:
        for file in pathlib.Path(folder).rglob("*"):
            if not file.is_file() or file.is_symlink():
                continue
            try:
                data = file.read_bytes()
            except OSError:
                continue
            found += [f"{name} ({form}) in {file}" for name, form, needle in needles if needle in data]
    return found


def keychain_entries():
    """The names of what lies in the keychain for Keysteward, and their values."""
    run = subprocess.run(["secret-tool", "search", "--all", "--unlock", "server", "io.keysteward.Keysteward"],
                         capture_output=True, text=True, check=False)
    values = re.findall(r"^secret = (.*)$", run.stdout, re.M)
    names = re.findall(r"^attribute\.user = (.*)$", run.stdout + run.stderr, re.M)
    return dict(zip(names, values, strict=False))


def error_code(body):
    return json.loads(body)["error"]["code"]
