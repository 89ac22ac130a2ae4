-- What is remembered of rotations beyond what the two keys say by themselves. Times are seconds since 1970 in UTC.

CREATE TABLE rotation (
    organization INTEGER NOT NULL REFERENCES organization (reference) ON DELETE CASCADE,
    new_key TEXT NOT NULL,
    old_key TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    started_by TEXT NOT NULL,
    hand_over INTEGER NOT NULL,  -- 0: not seen, 1: copied, 2: said to be stored
    handed_over_at INTEGER,
    proof INTEGER NOT NULL,      -- that the new key works; 0: none, 1: checked on purpose, 2: somebody used it
    proven_at INTEGER,
    ended_at INTEGER,            -- of the old key; NULL: it has not
    dismissed_at INTEGER,        -- uses of the ended key up to then were seen by a person
    PRIMARY KEY (organization, new_key)
) WITHOUT ROWID;
