-- The hits of a search lie scattered: they are filtered and sorted by what stands here close together, and only those that
-- are shown are read as a whole.
CREATE INDEX key_by_row ON key (id, organization, status, ends_at, seen_at, name_key, used_at, created_at);
