-- The keys of every organization as one list: each order, filter and count is as near as within one organization.

-- What organizations are sorted by, folded. Written anew whenever the list is read from a backend.
ALTER TABLE organization ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE organization SET name_key = lower(name);

CREATE INDEX fleet_by_name ON key (name_key, id, status, ends_at);
CREATE INDEX fleet_by_hint ON key (hint_key, id, status, ends_at);
CREATE INDEX fleet_by_scopes ON key (scopes, id, status, ends_at);
CREATE INDEX fleet_by_use ON key (used_at, id, status, ends_at);
CREATE INDEX fleet_by_creation ON key (created_at, id, status, ends_at);
CREATE INDEX fleet_by_end ON key (ends_at, id, status);
CREATE INDEX fleet_by_status ON key (status, ends_at, id, seen_at);
CREATE INDEX fleet_by_sight ON key (status, seen_at, ends_at);

-- The days of all organizations together stand under the organization -1 (core::everyOrganization).
INSERT INTO key_ends SELECT -1, status, day, sum(count) FROM key_ends GROUP BY 2, 3;
INSERT INTO key_sights SELECT -1, status, day, sum(count) FROM key_sights GROUP BY 2, 3;

DROP TRIGGER key_came;
DROP TRIGGER key_went;
DROP TRIGGER key_end_moved;
DROP TRIGGER key_was_seen;

CREATE TRIGGER key_came AFTER INSERT ON key BEGIN
    INSERT INTO key_ends VALUES (new.organization, new.status, new.ends_at / 86400, 1),
                                (-1, new.status, new.ends_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    INSERT INTO key_sights VALUES (new.organization, new.status, new.seen_at / 86400, 1),
                                  (-1, new.status, new.seen_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER key_went AFTER DELETE ON key BEGIN
    UPDATE key_ends SET count = count - 1
        WHERE organization IN (-1, old.organization) AND status = old.status AND day = old.ends_at / 86400;
    UPDATE key_sights SET count = count - 1
        WHERE organization IN (-1, old.organization) AND status = old.status AND day = old.seen_at / 86400;
END;

CREATE TRIGGER key_end_moved AFTER UPDATE OF status, ends_at ON key
    WHEN old.status <> new.status OR old.ends_at / 86400 <> new.ends_at / 86400 BEGIN
    UPDATE key_ends SET count = count - 1
        WHERE organization IN (-1, old.organization) AND status = old.status AND day = old.ends_at / 86400;
    INSERT INTO key_ends VALUES (new.organization, new.status, new.ends_at / 86400, 1),
                                (-1, new.status, new.ends_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER key_was_seen AFTER UPDATE OF status, seen_at ON key
    WHEN old.status <> new.status OR old.seen_at / 86400 <> new.seen_at / 86400 BEGIN
    UPDATE key_sights SET count = count - 1
        WHERE organization IN (-1, old.organization) AND status = old.status AND day = old.seen_at / 86400;
    INSERT INTO key_sights VALUES (new.organization, new.status, new.seen_at / 86400, 1),
                                  (-1, new.status, new.seen_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
