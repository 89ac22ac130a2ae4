"""A provider of keys: answers as providers were recorded to answer, and remembers what it was asked."""
import http.server
import json
import pathlib
import threading

# The same that tst_providerprobe judges each outcome by.
RECORDED = json.loads((pathlib.Path(__file__).resolve().parents[1] / "support" / "providers" / "answers.json").read_text())
ANSWERS = {row["name"]: row for row in RECORDED}
TYPES = {"json": "application/json", "text": "text/plain; charset=utf-8", "html": "text/html"}


def body_of(row):
    """The content type and the bytes of a recorded answer; many answers have neither."""
    for form, content_type in TYPES.items():
        if form in row:
            return content_type, (json.dumps(row[form]) if form == "json" else row[form]).encode()
    return None, b""


class Provider:
    def __init__(self, unknown):
        """A key that it does not know gets the recorded answer of this name."""
        self.unknown = unknown
        self.answers = {}  # the name of a recorded answer, by key
        self.requests = []  # method and path with query, and the header fields
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def handle_one_request(self):
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                provider.requests.append((f"{self.command} {self.path}", self.headers))
                provider.answer(self)
                self.close_connection = True

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def answer(self, handler):
        secret = handler.headers.get("Authorization", "").removeprefix("Bearer ")
        row = ANSWERS[self.answers.get(secret, self.unknown)]
        content_type, body = body_of(row)
        handler.send_response(row["status"])
        if content_type:
            handler.send_header("Content-Type", content_type)
        for name, value in row.get("headers", {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def asked(self):
        """The request lines so far."""
        return [line for line, _ in self.requests]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)
