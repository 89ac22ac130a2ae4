-- What was said of keys that are about to end, so that it is said once. Times are seconds since 1970 in UTC.

CREATE TABLE reminder (
    organization INTEGER NOT NULL REFERENCES organization (reference) ON DELETE CASCADE,
    key_id TEXT NOT NULL,
    ends_at INTEGER NOT NULL,   -- the end that was spoken of
    said_for INTEGER NOT NULL,  -- the moment to remind at that was spoken of
    snoozed_until INTEGER,      -- NULL: not put off
    PRIMARY KEY (organization, key_id)
) WITHOUT ROWID;
CREATE INDEX reminder_by_snooze ON reminder (organization, snoozed_until) WHERE snoozed_until IS NOT NULL;
