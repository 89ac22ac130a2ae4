-- Calls that left no event and are not yet in hourly_counts. One row for each share of the keys: adding up all keys in
-- every second would cost more than answering their calls.
CREATE TABLE waiting_counts (
    share INTEGER PRIMARY KEY,
    calls BLOB NOT NULL
);
