-- How many keys of a status end, and were last seen, on which day (since 1970, in UTC): a table of any size is counted by
-- adding up some hundred days. Triggers keep them in step with the keys, in the transaction that writes these.

CREATE TABLE key_ends (
    organization INTEGER NOT NULL,
    status INTEGER NOT NULL,
    day INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (organization, status, day)
) WITHOUT ROWID;

CREATE TABLE key_sights (
    organization INTEGER NOT NULL,
    status INTEGER NOT NULL,
    day INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (organization, status, day)
) WITHOUT ROWID;

INSERT INTO key_ends SELECT organization, status, ends_at / 86400, count(*) FROM key GROUP BY 1, 2, 3;
INSERT INTO key_sights SELECT organization, status, seen_at / 86400, count(*) FROM key GROUP BY 1, 2, 3;

CREATE TRIGGER key_came AFTER INSERT ON key BEGIN
    INSERT INTO key_ends VALUES (new.organization, new.status, new.ends_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    INSERT INTO key_sights VALUES (new.organization, new.status, new.seen_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER key_went AFTER DELETE ON key BEGIN
    UPDATE key_ends SET count = count - 1
        WHERE organization = old.organization AND status = old.status AND day = old.ends_at / 86400;
    UPDATE key_sights SET count = count - 1
        WHERE organization = old.organization AND status = old.status AND day = old.seen_at / 86400;
END;

CREATE TRIGGER key_end_moved AFTER UPDATE OF status, ends_at ON key
    WHEN old.status <> new.status OR old.ends_at / 86400 <> new.ends_at / 86400 BEGIN
    UPDATE key_ends SET count = count - 1
        WHERE organization = old.organization AND status = old.status AND day = old.ends_at / 86400;
    INSERT INTO key_ends VALUES (new.organization, new.status, new.ends_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER key_was_seen AFTER UPDATE OF status, seen_at ON key
    WHEN old.status <> new.status OR old.seen_at / 86400 <> new.seen_at / 86400 BEGIN
    UPDATE key_sights SET count = count - 1
        WHERE organization = old.organization AND status = old.status AND day = old.seen_at / 86400;
    INSERT INTO key_sights VALUES (new.organization, new.status, new.seen_at / 86400, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
