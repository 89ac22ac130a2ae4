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
    id TEXT NOT NULL PRIMARY KEY,
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
    id TEXT NOT NULL PRIMARY KEY,
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

-- organization_id is NULL for what belongs to none: a failed sign-in of somebody unknown. previous: of a request, the
-- number of the same key's request before it. So the requests of one key are a chain that begins at
-- hourly_counts.last_event; an index by key would have to be written in as many places as there are keys in use.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    organization_id TEXT,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT,
    key_id TEXT,
    key_name TEXT,
    key_hint TEXT,
    method TEXT,
    path TEXT,
    status INTEGER,
    code TEXT,
    address TEXT,
    user_agent TEXT,
    scope TEXT,
    detail TEXT,
    previous BIGINT
);
CREATE INDEX events_organization ON events (organization_id, at, number);
CREATE INDEX events_key ON events (key_id, at, number) WHERE key_id IS NOT NULL AND kind <> 'request';

-- hour: the hour's first millisecond. last_event: the number of the key's last request in it.
CREATE TABLE hourly_counts (
    organization_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    hour BIGINT NOT NULL,
    ok BIGINT NOT NULL DEFAULT 0,
    unauthorized BIGINT NOT NULL DEFAULT 0,
    forbidden BIGINT NOT NULL DEFAULT 0,
    limited BIGINT NOT NULL DEFAULT 0,
    other BIGINT NOT NULL DEFAULT 0,
    last_event BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (key_id, hour)
);
CREATE INDEX hourly_counts_organization ON hourly_counts (organization_id, hour);

-- One row: the requests up to this number are in hourly_counts and in their keys' last use.
CREATE TABLE counted_events (up_to BIGINT NOT NULL);
INSERT INTO counted_events (up_to) VALUES (0);
