"""An exported activity, and what stands in the gateway's database: the same events, told by two who do not know each other."""
import csv
import datetime
import json
import re

WHOLE = 2 ** 64 - 1
COLUMNS = ("id", "at", "kind", "key_id", "method", "path", "scope", "status", "code", "address", "user_agent")


def event_id(organization, number, at):
    """As the contract's ids are made: a UUID (version 7) of the time, and of the row's place in the database."""
    def mixed(value):
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & WHOLE
        value = (value ^ value >> 27) * 0x94D049BB133111EB & WHOLE
        return value ^ value >> 31

    low = mixed(number)
    high = mixed(low + organization & WHOLE)
    rest = bytearray(10)
    rest[0], rest[2] = high & 0xFF, high >> 8 & 0xFF
    for place, index in enumerate((1, 3, 4, 5, 6, 7, 8, 9)):
        rest[index] = low >> 8 * place & 0xFF
    rest[0] = 0x70 | rest[0] & 0x0F
    rest[2] = 0x80 | rest[2] & 0x3F
    return re.sub(r"(.{8})(.{4})(.{4})(.{4})(.{12})", r"\1-\2-\3-\4-\5", at.to_bytes(6, "big").hex() + rest.hex())


def events_of(gateway, organization, condition):
    """The events of an organization out of the database, newest first, as texts by the columns that an export gives them."""
    rows = gateway.query(
        "SELECT o.number, e.number, e.at, s.kind, k.id, COALESCE(e.call, s.route), s.scope, s.status, s.code, a.text, g.text "
        "FROM events e JOIN shapes s ON s.number = e.shape JOIN organizations o ON o.number = e.organization "
        "LEFT JOIN keys k ON k.number = e.key LEFT JOIN texts a ON a.number = e.address LEFT JOIN texts g ON g.number = e.agent "
        f"WHERE o.name = ? AND {condition} ORDER BY e.number DESC", organization)
    return [_event(*row) for row in rows]


def _event(organization, number, at, kind, key, call, scope, status, code, address, agent):
    method, _, path = call.partition(" ")
    time = datetime.datetime.fromtimestamp(at // 1000, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    values = (event_id(organization, number, at), time, kind, key, method, path, scope, status, code, address, agent)
    return {column: str(value or "") for column, value in zip(COLUMNS, values, strict=True)}


def exported_events(file):
    """The rows of a file that was exported, as CSV or as JSON Lines."""
    if file.suffix == ".csv":
        with open(file, encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
    else:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            row["key_id"] = (row["key"] or {}).get("id")
    return [{column: str(row[column] or "") for column in COLUMNS} for row in rows]


def same_rows(exported, expected):
    assert expected, "there is something to compare"
    for place, (one, other) in enumerate(zip(exported, expected)):
        assert one == other, f"row {place} is {one}, and in the database {other}"
    assert len(exported) == len(expected), (len(exported), len(expected))
