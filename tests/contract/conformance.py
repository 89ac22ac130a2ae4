#!/usr/bin/python3
"""Judges recorded answers of the gateway by the contract: conformance.py gateway.yaml PROFILES EXCHANGES

EXCHANGES is a folder of *.jsonl; each line is {"method","path","status","content_type","headers","body"}. Every answer must
be one that the document lists for that operation, with a body of its schema, the code that belongs to its status and the
headers that belong to both. Paths outside the document may only be refused, but for the sample routes of the profiles in PROFILES.
"""
import collections
import json
import pathlib
import re
import sys

import jsonschema
import yaml

CODES = {
    400: {"VALIDATION_FAILED", "MALFORMED_JSON", "IDEMPOTENCY_KEY_REQUIRED", "BAD_REQUEST"},
    401: {"UNAUTHORIZED", "KEY_EXPIRED", "KEY_REVOKED", "KEY_DISABLED", "SESSION_EXPIRED", "SIGN_IN_FAILED"},
    403: {"FORBIDDEN", "ORIGIN_REFUSED", "HTTPS_REQUIRED", "CONFIRMATION_REQUIRED"},
    404: {"NOT_FOUND"}, 405: {"METHOD_NOT_ALLOWED"}, 409: {"CONFLICT", "IN_PROGRESS", "PLAN_LIMIT_REACHED"},
    412: {"CHANGED_MEANWHILE"}, 413: {"BODY_TOO_LARGE"}, 415: {"UNSUPPORTED_MEDIA_TYPE"}, 422: {"IDEMPOTENCY_CONFLICT"},
    429: {"RATE_LIMITED"}, 431: {"HEADERS_TOO_LARGE"}, 500: {"INTERNAL"}, 503: {"UNAVAILABLE"},
}
# What is refused before anything is known of the operation: any of them may answer so, listed or not.
BEFORE_ROUTING = {400, 403, 405, 413, 415, 431}
WITHOUT_OPERATION = BEFORE_ROUTING | {401, 404, 501, 503}
LIMIT_HEADERS = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")
METHODS = ("get", "post", "patch", "delete")


def pattern_of(path):
    return re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", path) + "$")


class Contract:
    def __init__(self, document, sample_routes=()):
        self.document = document
        self.paths = [(pattern_of(path), path) for path in document["paths"]]
        self.samples = [(route["method"], pattern_of(route["path"])) for route in sample_routes]

    def resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for part in node["$ref"].lstrip("#/").split("/"):
                target = target[part]
            node = target
        return node

    def inlined(self, node):
        node = self.resolve(node)
        if isinstance(node, dict):
            return {name: self.inlined(value) for name, value in node.items()}
        if isinstance(node, list):
            return [self.inlined(value) for value in node]
        return node

    def path_of(self, path):
        found = [name for pattern, name in self.paths if pattern.match(path)]
        return min(found, key=lambda name: name.count("{")) if found else None

    def operations(self):
        return {f"{method.upper()} {path}" for path, item in self.document["paths"].items()
                for method in item if method in METHODS}

    def operation_of(self, exchange):
        """The name and the description of what was asked for; None where the document has no such operation."""
        path = self.path_of(exchange["path"])
        item = self.document["paths"].get(path, {})
        operation = item.get(exchange["method"].lower())
        return (f"{exchange['method']} {path}", operation) if operation else (None, None)

    def is_sample(self, exchange):
        return any(method == exchange["method"] and pattern.match(exchange["path"]) for method, pattern in self.samples)

    def faults(self, exchange):
        yield from header_faults(exchange)
        operation = self.operation_of(exchange)[1]
        answer = operation and self.resolve(operation["responses"].get(str(exchange["status"])))
        if answer:
            yield from self.listed_faults(answer, exchange)
        elif operation is None and exchange["status"] == 200 and self.is_sample(exchange):
            yield from self.judge({"type": "object", "additionalProperties": False, "required": ["data"],
                                   "properties": {"data": {"type": "array", "maxItems": 0}}}, exchange)
        else:
            allowed = BEFORE_ROUTING if operation else WITHOUT_OPERATION | ({429} if self.is_sample(exchange) else set())
            if exchange["status"] not in allowed:
                yield f"{exchange['status']} is not in the contract"
            yield from self.judge(self.document["components"]["schemas"]["Error"], exchange)

    def listed_faults(self, answer, exchange):
        for name, header in answer.get("headers", {}).items():
            value = exchange["headers"].get(name.lower())
            if value is not None and self.resolve(header)["schema"].get("type") == "integer" and not value.isdecimal():
                yield f"{name} is {value!r}, the contract has a whole number"
        content = answer.get("content", {})
        if not content:
            if exchange["body"]:
                yield "a body where the contract has none"
            return
        media = exchange["content_type"].split(";")[0].strip()
        if media not in content:
            yield f"content type {media!r}, the contract has {sorted(content)}"
        elif media == "application/json":
            yield from self.judge(content[media]["schema"], exchange)

    def judge(self, schema, exchange):
        try:
            body = json.loads(exchange["body"])
        except ValueError:
            yield "the body is not JSON"
            return
        for fault in jsonschema.Draft202012Validator(self.inlined(schema)).iter_errors(body):
            yield f"{'/'.join(map(str, fault.absolute_path)) or 'body'}: {fault.message[:200]}"
        yield from error_faults(body, exchange)


def error_faults(body, exchange):
    """What a schema cannot say: that status, code, headers and the id of the request belong together."""
    if exchange["status"] < 400 or not isinstance(body, dict) or not isinstance(body.get("error"), dict):
        return
    error = body["error"]
    if error.get("code") not in CODES.get(exchange["status"], set()):
        yield f"code {error.get('code')} with status {exchange['status']}"
    if error.get("request_id") != exchange["headers"].get("x-request-id"):
        yield "request_id is not X-Request-Id"
    if exchange["status"] == 401 and error.get("code") != "SIGN_IN_FAILED" and "www-authenticate" not in exchange["headers"]:
        yield "401 without WWW-Authenticate"


def header_faults(exchange):
    status, headers = exchange["status"], exchange["headers"]
    wanted = {429: ("retry-after", *LIMIT_HEADERS), 503: ("retry-after",), 405: ("allow",)}
    for name in ("x-request-id", *wanted.get(status, ())):
        if not headers.get(name):
            yield f"{status} without {name}"
    has_secret = re.search(r'"(?:secret|token)":"([^"]*)"', exchange["body"])
    if (has_secret or "set-cookie" in headers) and headers.get("cache-control") != "no-store":
        yield "a secret without Cache-Control: no-store"
    if has_secret and has_secret[1] != "***":
        yield "the recording holds a secret"


def sample_routes(folder):
    return [route for file in sorted(pathlib.Path(folder).glob("*.json"))
            for route in json.loads(file.read_text(encoding="utf-8"))["routes"]]


def main():
    contract = Contract(yaml.safe_load(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")), sample_routes(sys.argv[2]))
    seen, faults = collections.Counter(), []
    for file in sorted(pathlib.Path(sys.argv[3]).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            exchange = json.loads(line)
            if exchange["method"] == "HEAD":
                continue
            seen[contract.operation_of(exchange)[0]] += 1
            faults += [f"{file.stem}: {exchange['method']} {exchange['path']} → {exchange['status']}: {fault}"
                       for fault in contract.faults(exchange)]
    faults += [f"{missing}: no test asks for it" for missing in sorted(contract.operations() - set(seen))]
    print("\n".join(faults))
    print(f"{sum(seen.values())} answers of {len(contract.operations() & set(seen))} operations judged, {len(faults)} faults")
    sys.exit(1 if faults or not seen else 0)


if __name__ == "__main__":
    main()
