#!/usr/bin/python3
"""Judges recorded answers of the gateway by the contract: conformance.py gateway.yaml EXCHANGES.jsonl…

Each line of a recording is {"method","path","status","content_type","headers","body"}. Every answer must be one that the
document lists for that operation, with a body of its schema. Paths outside the document may only be refused.
"""
import collections
import json
import re
import sys

import jsonschema
import yaml

UNLISTED = {400, 401, 403, 404, 405, 413, 414, 415, 431, 501, 503}


class Contract:
    def __init__(self, document):
        self.document = document
        self.paths = [(re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", path) + "$"), path) for path in document["paths"]]

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

    def faults(self, exchange):
        path = self.path_of(exchange["path"].split("?")[0])
        status = exchange["status"]
        operation = self.document["paths"].get(path, {}).get(exchange["method"].lower()) if path else None
        if operation is None or str(status) not in operation["responses"]:
            allowed = UNLISTED if operation is None else {405, 413, 415, 431, 400, 403}
            if status not in allowed:
                yield f"{status} is not in the contract"
            yield from self.judge(self.document["components"]["schemas"]["Error"], exchange)
            return
        answer = self.resolve(operation["responses"][str(status)])
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
        validator = jsonschema.Draft202012Validator(self.inlined(schema))
        for fault in validator.iter_errors(body):
            yield f"{'/'.join(map(str, fault.absolute_path)) or 'body'}: {fault.message[:200]}"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        contract = Contract(yaml.safe_load(file))
    seen = collections.Counter()
    faults = 0
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            for line in file:
                exchange = json.loads(line)
                if exchange["method"] == "HEAD":
                    continue
                seen[f"{exchange['method']} {contract.path_of(exchange['path'].split('?')[0])}"] += 1
                for fault in contract.faults(exchange):
                    faults += 1
                    print(f"{exchange['method']} {exchange['path']} → {exchange['status']}: {fault}")
    operations = [f"{method.upper()} {path}" for path, item in contract.document["paths"].items() for method in item
                  if method in ("get", "post", "patch", "delete")]
    for missing in sorted(set(operations) - set(seen)):
        faults += 1
        print(f"{missing}: no test asks for it")
    print(f"{sum(seen.values())} answers of {len(seen)} operations judged, {faults} faults")
    sys.exit(1 if faults or not seen else 0)


if __name__ == "__main__":
    main()
