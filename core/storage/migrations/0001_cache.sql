-- What the app last saw of its organizations and their keys, and the intents of keys whose secret is still awaited.
-- Times are seconds since 1970 in UTC. Nothing in here is a secret.

CREATE TABLE organization (
    reference INTEGER PRIMARY KEY AUTOINCREMENT, -- never given out twice: settings remember it
    account_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    name TEXT NOT NULL,
    facts TEXT NOT NULL,   -- the contract's JSON
    scopes TEXT,           -- a JSON array; NULL until it was read once
    cursor TEXT NOT NULL DEFAULT '',
    synced_at INTEGER,
    UNIQUE (account_id, organization_id)
);

CREATE TABLE key (
    -- A table of a million rows holds its ids in four bytes each.
    id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4294967295),
    organization INTEGER NOT NULL REFERENCES organization (reference),
    key_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,     -- folded, to sort by
    note TEXT NOT NULL,
    hint TEXT NOT NULL,
    hint_key TEXT NOT NULL,     -- folded, to sort by
    scopes TEXT NOT NULL,       -- one a line
    status INTEGER NOT NULL,    -- as the server said; lapsed ones are found by ends_at
    created_at INTEGER NOT NULL,
    creator_id TEXT NOT NULL,
    creator_name TEXT NOT NULL,
    expires_at INTEGER,         -- NULL: never
    used_at INTEGER NOT NULL,   -- 0: never, so that these come first
    used_address TEXT NOT NULL,
    used_agent TEXT NOT NULL,
    replaces TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    retires_at INTEGER,
    revoked_at INTEGER,
    revoker_id TEXT,
    revoker_name TEXT,
    revoked_reason TEXT NOT NULL,
    rate_limit INTEGER NOT NULL,
    version INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,   -- when it ceases or ceased to work, far away for "never": what the Expires column sorts by
    seen_at INTEGER NOT NULL,   -- last used, else created: what "idle" is judged by
    UNIQUE (key_id, organization)
);

-- One index for each order. The id breaks ties; status and ends_at behind it let a filter be judged in the index.
CREATE INDEX key_by_name ON key (organization, name_key, id, status, ends_at);
CREATE INDEX key_by_hint ON key (organization, hint_key, id, status, ends_at);
CREATE INDEX key_by_scopes ON key (organization, scopes, id, status, ends_at);
CREATE INDEX key_by_use ON key (organization, used_at, id, status, ends_at);
CREATE INDEX key_by_creation ON key (organization, created_at, id, status, ends_at);
CREATE INDEX key_by_end ON key (organization, ends_at, id, status);
-- One for each filter.
CREATE INDEX key_by_status ON key (organization, status, ends_at, id, seen_at);
CREATE INDEX key_by_sight ON key (organization, status, seen_at, ends_at);

-- What the search sees of a key, folded: name, hint, note, scopes and creator, one a line. SearchIndex keeps both in step,
-- not triggers: SQLite before 3.41 takes FTS5 in a trigger for unsafe where the schema is not trusted.
CREATE TABLE key_text (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);
CREATE VIRTUAL TABLE key_search USING fts5 (text, content = 'key_text', content_rowid = 'id', tokenize = 'trigram');

CREATE TABLE intent (
    id TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    result_key_id TEXT NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0
);
