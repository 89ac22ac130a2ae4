-- Keys that were made at their providers and are watched from this machine. Nobody else knows this: it is not a cache.
-- Times are seconds since 1970 in UTC. No secret is in here: of each only its SHA-256.

CREATE TABLE organization (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    profile TEXT NOT NULL,
    address TEXT NOT NULL,
    tenant TEXT NOT NULL,
    dashboard TEXT NOT NULL,
    probe_path TEXT NOT NULL,
    header TEXT NOT NULL,
    header_value TEXT NOT NULL
);

CREATE TABLE key (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    changed INTEGER NOT NULL,   -- a number that grows with every change of any key
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    owner TEXT NOT NULL,
    scopes TEXT NOT NULL,       -- one a line
    created_at INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    expires_at INTEGER,
    hint TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    secret_kept INTEGER NOT NULL,
    replaces TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    handed_over INTEGER NOT NULL,
    revoked_there_at INTEGER,
    ended_at INTEGER,
    ended_reason TEXT NOT NULL,
    version INTEGER NOT NULL,
    last_check TEXT,            -- JSON; NULL: never checked
    UNIQUE (organization, sha256)
);
CREATE UNIQUE INDEX key_by_change ON key (changed);
CREATE INDEX key_by_organization ON key (organization, changed);

CREATE TABLE deed (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    key TEXT NOT NULL REFERENCES key (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX deed_by_organization ON deed (organization, number);
