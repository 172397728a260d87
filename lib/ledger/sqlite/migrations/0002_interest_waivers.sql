-- Interest that is given up before a notice has made it part of the debt.

-- Of what accrues on the invoice so much is not claimed; on a condition like that of a waiver, perhaps.
CREATE TABLE interest_waiver (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,  -- "W0003": counted together with the waivers of charges
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    if_paid_minor INTEGER CHECK (if_paid_minor > 0),
    by_day INTEGER CHECK (by_day BETWEEN -25567 AND 84005),
    -- Notices up to this one were there before it, and may claim what it gives up.
    after_notice INTEGER NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    salt BLOB NOT NULL DEFAULT (randomblob(16)),
    CHECK ((if_paid_minor IS NULL) = (by_day IS NULL))
) STRICT;
CREATE INDEX interest_waiver_invoice ON interest_waiver (invoice_id);

-- The condition was not met, or a person took it back: the interest may be claimed again.
CREATE TABLE interest_waiver_end (
    waiver_id INTEGER PRIMARY KEY REFERENCES interest_waiver (id),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    why TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER interest_waiver_kept BEFORE UPDATE ON interest_waiver BEGIN
    SELECT raise(ABORT, 'interest_waiver rows are never changed');
END;
CREATE TRIGGER interest_waiver_stays BEFORE DELETE ON interest_waiver BEGIN
    SELECT raise(ABORT, 'interest_waiver rows are never deleted');
END;
CREATE TRIGGER interest_waiver_end_kept BEFORE UPDATE ON interest_waiver_end BEGIN
    SELECT raise(ABORT, 'interest_waiver_end rows are never changed');
END;
CREATE TRIGGER interest_waiver_end_stays BEFORE DELETE ON interest_waiver_end BEGIN
    SELECT raise(ABORT, 'interest_waiver_end rows are never deleted');
END;
