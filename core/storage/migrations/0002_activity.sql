-- What the app last saw of what is done with keys: to be read without a network. Times are seconds since 1970 in UTC.

CREATE TABLE usage_count (
    organization INTEGER NOT NULL REFERENCES organization (reference) ON DELETE CASCADE,
    key_id TEXT NOT NULL,        -- '': all keys together
    bucket INTEGER NOT NULL,     -- 0: hours, 1: days
    start INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    unauthorized INTEGER NOT NULL,
    forbidden INTEGER NOT NULL,
    limited INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (organization, key_id, bucket, start)
) WITHOUT ROWID;

-- The period of which usage_count has every bucket.
CREATE TABLE usage_period (
    organization INTEGER NOT NULL REFERENCES organization (reference) ON DELETE CASCADE,
    key_id TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (organization, key_id, bucket)
) WITHOUT ROWID;

CREATE TABLE usage_breakdown (
    organization INTEGER NOT NULL REFERENCES organization (reference) ON DELETE CASCADE,
    key_id TEXT NOT NULL,
    days INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    facts TEXT NOT NULL,         -- the contract's JSON
    PRIMARY KEY (organization, key_id, days)
) WITHOUT ROWID;

CREATE TABLE event (
    organization INTEGER NOT NULL REFERENCES organization (reference) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    status INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    address TEXT NOT NULL,
    words TEXT NOT NULL,         -- what the search looks through, one a line
    facts TEXT NOT NULL,         -- the contract's JSON
    PRIMARY KEY (organization, at, event_id)
) WITHOUT ROWID;
