#!/usr/bin/python3
"""The judgement can fail: each kind of wrong answer is found, and right ones are not."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import conformance  # noqa: E402

ROOT = HERE.parent.parent
CONTRACT = ROOT / "resources/openapi/gateway.yaml"
ROUTES = [{"method": "GET", "path": "/api/v1/contacts"}]


def answer(method, path, status, body=None, content_type="application/json; charset=utf-8", **headers):
    """A line of a recording; the body an object, or text as it is, or none."""
    if not isinstance(body, str):
        body = "" if body is None else json.dumps(body, separators=(",", ":"))
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"method": method, "path": path, "status": status, "content_type": content_type if body else "",
            "headers": {"x-request-id": "r1"} | shown, "body": body}


def error(code, request_id="r1"):
    return {"error": {"code": code, "message": "m", "details": {}, "request_id": request_id}}


SERVER = {"name": "Keysteward", "version": "1", "sign_in": ["password"], "browser_provider": None, "api_versions": [1]}
TOKEN = {"token": "***", "endpoint_url": "http://h", "created_at": "2026-11-20T10:04:00Z", "replaced_because": None}


class Conformance(unittest.TestCase):
    def setUp(self):
        self.contract = conformance.Contract(yaml.safe_load(CONTRACT.read_text(encoding="utf-8")), ROUTES)

    def faults(self, exchange):
        return list(self.contract.faults(exchange))

    def assert_fault(self, exchange, words):
        self.assertIn(words, " ".join(self.faults(exchange)))

    def test_right_answers_have_no_fault(self):
        for exchange in (answer("GET", "/api/v1/server", 200, SERVER),
                         answer("DELETE", "/api/v1/session", 204),
                         answer("GET", "/api/v1/session", 401, error("UNAUTHORIZED"), www_authenticate="Bearer"),
                         answer("POST", "/api/v1/session", 401, error("SIGN_IN_FAILED")),
                         answer("GET", "/api/v1/personal-token", 200, TOKEN, cache_control="no-store"),
                         answer("PUT", "/api/v1/session", 405, error("METHOD_NOT_ALLOWED"), allow="GET"),
                         answer("GET", "/nowhere", 404, error("NOT_FOUND")),
                         answer("GET", "/api/v1/contacts", 200, {"data": []})):
            self.assertEqual(self.faults(exchange), [], exchange)

    def test_a_status_that_is_not_listed(self):
        self.assert_fault(answer("GET", "/api/v1/server", 202, SERVER), "202 is not in the contract")
        self.assert_fault(answer("GET", "/api/v1/session", 500, error("INTERNAL")), "500 is not in the contract")
        self.assert_fault(answer("GET", "/nowhere", 200, {}), "200 is not in the contract")

    def test_a_body_of_another_shape(self):
        self.assert_fault(answer("GET", "/api/v1/server", 200, SERVER | {"version": 1}), "version")
        self.assert_fault(answer("GET", "/api/v1/server", 200, {"name": "Keysteward"}), "required property")
        self.assert_fault(answer("GET", "/api/v1/server", 200, "{"), "not JSON")
        self.assert_fault(answer("GET", "/api/v1/keys/1", 404, {"error": "no"}), "error")
        self.assert_fault(answer("GET", "/api/v1/contacts", 200, {"data": [1]}), "data")
        self.assert_fault(answer("GET", "/api/v1/personal-token", 200, TOKEN | {"created_at": "yesterday"},
                                 cache_control="no-store"), "created_at")

    def test_a_body_where_there_is_none(self):
        self.assert_fault(answer("DELETE", "/api/v1/session", 204, {}), "a body where the contract has none")

    def test_another_content_type(self):
        self.assert_fault(answer("GET", "/api/v1/server", 200, SERVER, content_type="text/html"), "content type 'text/html'")

    def test_a_code_of_another_status(self):
        self.assert_fault(answer("GET", "/api/v1/keys/1", 404, error("FORBIDDEN")), "code FORBIDDEN with status 404")
        self.assert_fault(answer("GET", "/api/v1/keys/1", 404, error("GONE")), "'GONE' is not one of")

    def test_headers_that_belong_to_an_answer(self):
        self.assert_fault(answer("GET", "/api/v1/keys/1", 404, error("NOT_FOUND", "r2")), "request_id is not X-Request-Id")
        self.assert_fault(answer("GET", "/api/v1/server", 200, SERVER, x_request_id=""), "without x-request-id")
        self.assert_fault(answer("GET", "/api/v1/session", 401, error("UNAUTHORIZED")), "401 without WWW-Authenticate")
        self.assert_fault(answer("PUT", "/api/v1/session", 405, error("METHOD_NOT_ALLOWED")), "without allow")
        self.assert_fault(answer("GET", "/readyz", 503, error("UNAVAILABLE")), "without retry-after")
        self.assert_fault(answer("GET", "/readyz", 503, error("UNAVAILABLE"), retry_after="soon"), "whole number")
        self.assert_fault(answer("GET", "/api/v1/whoami", 429, error("RATE_LIMITED"), retry_after="1"), "ratelimit-reset")
        self.assert_fault(answer("GET", "/api/v1/personal-token", 200, TOKEN), "no-store")

    def test_a_secret_in_the_recording(self):
        self.assert_fault(answer("GET", "/api/v1/personal-token", 200, TOKEN | {"token": "abc"}, cache_control="no-store"),
                          "holds a secret")

    def test_the_program_wants_every_operation_and_says_what_is_wrong(self):
        with tempfile.TemporaryDirectory() as folder:
            judge = [sys.executable, HERE / "conformance.py", CONTRACT, ROOT / "resources/profiles", folder]
            empty = subprocess.run(judge, capture_output=True, text=True, check=False)
            self.assertEqual(empty.returncode, 1)
            lines = [answer("GET", "/api/v1/server", 200, SERVER), answer("GET", "/api/v1/server", 202, SERVER)]
            pathlib.Path(folder, "tst_some.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
            run = subprocess.run(judge, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1)
        self.assertIn("tst_some: GET /api/v1/server → 202: 202 is not in the contract", run.stdout)
        self.assertIn("DELETE /api/v1/session: no test asks for it", run.stdout)
        self.assertNotIn("GET /api/v1/server: no test asks for it", run.stdout)


if __name__ == "__main__":
    unittest.main()
