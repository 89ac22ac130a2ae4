-- Times are milliseconds since 1970 in UTC. A statement ends with a semicolon at the end of a line.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    folded_email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE organizations (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    profile_id TEXT NOT NULL,
    plan_name TEXT NOT NULL,
    max_keys INTEGER,
    max_lifetime_days INTEGER,
    rotate_after_days INTEGER NOT NULL,
    require_expiry INTEGER NOT NULL DEFAULT 0,
    change_number BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE memberships (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    token_hash BLOB NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE personal_tokens (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    token_hash BLOB NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    replaced_because TEXT
);

-- scopes: each between two spaces, so that one is found by LIKE. ends_at: the sooner of expires_at and retires_at while
-- the key lives, for the sweep. change_number: its place in the organization's sequence of changes.
CREATE TABLE keys (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    hint TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'retiring', 'expired', 'revoked', 'disabled')),
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    expires_at BIGINT,
    retires_at BIGINT,
    ends_at BIGINT,
    last_used_at BIGINT,
    last_used_address TEXT,
    last_used_agent TEXT,
    replaces TEXT,
    replaced_by TEXT,
    revoked_at BIGINT,
    revoked_by TEXT REFERENCES users (id),
    revoked_reason TEXT,
    revoked_note TEXT,
    rate_limit_per_minute INTEGER NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    change_number BIGINT NOT NULL
);
CREATE UNIQUE INDEX keys_live_name ON keys (organization_id, folded_name) WHERE state IN ('active', 'retiring', 'disabled');
CREATE UNIQUE INDEX keys_change ON keys (organization_id, change_number);
CREATE INDEX keys_ending ON keys (ends_at) WHERE ends_at IS NOT NULL;

-- What a repeated request is answered. answer: without the secret; sealed: the secret, under a key that only the client's
-- Idempotency-Key gives.
CREATE TABLE answers (
    user_id TEXT NOT NULL REFERENCES users (id),
    route TEXT NOT NULL,
    request_key BLOB NOT NULL,
    request_hash BLOB NOT NULL,
    key_id TEXT NOT NULL REFERENCES keys (id),
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    sealed BLOB,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, route, request_key)
);
CREATE INDEX answers_key ON answers (key_id);
CREATE INDEX answers_age ON answers (created_at);

-- The activity. Rows are a few integers, since there may be tens of millions: what many events have in common stands once
-- in `texts` and `shapes`, organizations and keys are named by their numbers, an hour or a day by how many there were
-- since 1970. What is 0 or NULL belongs to none.

-- One row. last_event: the newest number that was given. counted_event: the calls up to this one are in hourly_counts, in
-- daily_uses and in their keys' last use. kept_since: what was before is no longer kept.
CREATE TABLE activity_marks (
    last_event BIGINT NOT NULL DEFAULT 0,
    counted_event BIGINT NOT NULL DEFAULT 0,
    kept_since BIGINT NOT NULL DEFAULT 0
);
INSERT INTO activity_marks DEFAULT VALUES;

-- Addresses, user agents, scopes, routes. last_day: the last on which it was met.
CREATE TABLE texts (
    number INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    last_day INTEGER NOT NULL
);
CREATE INDEX texts_age ON texts (last_day);

-- route: method and pattern as the profile lists them ("GET /api/v1/contacts/{id}"); empty where it lists none.
CREATE TABLE shapes (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    route TEXT NOT NULL,
    scope TEXT NOT NULL,
    status INTEGER NOT NULL,
    code TEXT NOT NULL,
    UNIQUE (kind, route, scope, status, code)
);

-- Numbers grow in the order in which events become visible, over all organizations. call: method and path as they were
-- sent; NULL where they are the shape's route. The columns from actor_kind on are for what people and the gateway do; of
-- a request they are NULL.
CREATE TABLE events (
    organization INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at BIGINT NOT NULL,
    shape INTEGER NOT NULL,
    key INTEGER,
    address INTEGER,
    agent INTEGER,
    call TEXT,
    actor_kind TEXT,
    actor_id TEXT,
    actor_name TEXT,
    key_name TEXT,
    detail TEXT,
    PRIMARY KEY (organization, number)
) WITHOUT ROWID;
CREATE INDEX events_changes ON events (organization, number) WHERE actor_kind IS NOT NULL;
CREATE INDEX events_key_changes ON events (organization, key, number) WHERE actor_kind IS NOT NULL;

-- The requests of a key in an hour, and under key 0 of all the organization's keys. first_event, last_event: the numbers
-- between which they lie; NULL where no details were kept.
CREATE TABLE hourly_counts (
    organization INTEGER NOT NULL,
    key INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    ok BIGINT NOT NULL,
    unauthorized BIGINT NOT NULL,
    forbidden BIGINT NOT NULL,
    limited BIGINT NOT NULL,
    other BIGINT NOT NULL,
    first_event BIGINT,
    last_event BIGINT,
    PRIMARY KEY (organization, key, hour)
) WITHOUT ROWID;

-- Where a key's requests of a day came from and what they asked for, and under key 0 of all the organization's keys.
-- aspect: 1 address, 2 user agent, 3 scope, 4 route. Each list is bounded; text 0 is everything else.
CREATE TABLE daily_uses (
    organization INTEGER NOT NULL,
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    aspect INTEGER NOT NULL,
    text INTEGER NOT NULL,
    requests BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (organization, key, day, aspect, text)
) WITHOUT ROWID;
