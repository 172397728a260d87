-- What was reported to a credit bureau; charges that no notice brings, and what was corrected of charges; a
-- salt for texts about people.

-- ---- credit records

-- What a person did at the bureau: reported debts, or had corrected what was not true any more.
CREATE TABLE credit_record (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    step TEXT NOT NULL CHECK (step IN ('reported', 'corrected', 'withdrawn')),
    bureau TEXT NOT NULL,
    reference TEXT NOT NULL,  -- the bureau's own
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    note TEXT NOT NULL,
    -- The entry that this one stands for; one that is withdrawn stands for nothing.
    corrects INTEGER UNIQUE REFERENCES credit_record (id),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    salt BLOB NOT NULL DEFAULT (randomblob(16)),
    CHECK (step <> 'withdrawn' OR corrects IS NOT NULL)
) STRICT;
CREATE INDEX credit_record_customer ON credit_record (customer_id);

-- What the bureau has as owed of each invoice after the entry; 0: nothing, it was taken out.
CREATE TABLE credit_record_invoice (
    record_id INTEGER NOT NULL REFERENCES credit_record (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    stated_minor INTEGER NOT NULL CHECK (stated_minor >= 0),
    PRIMARY KEY (record_id, invoice_id)
) STRICT;

CREATE TRIGGER credit_record_kept BEFORE UPDATE ON credit_record BEGIN
    SELECT raise(ABORT, 'credit_record rows are never changed');
END;
CREATE TRIGGER credit_record_stays BEFORE DELETE ON credit_record BEGIN
    SELECT raise(ABORT, 'credit_record rows are never deleted');
END;
CREATE TRIGGER credit_record_invoice_kept BEFORE UPDATE ON credit_record_invoice BEGIN
    SELECT raise(ABORT, 'credit_record_invoice rows are never changed');
END;
CREATE TRIGGER credit_record_invoice_stays BEFORE DELETE ON credit_record_invoice BEGIN
    SELECT raise(ABORT, 'credit_record_invoice rows are never deleted');
END;

-- ---- charges without a notice

-- The plan whose interest a charge is.
ALTER TABLE invoice ADD COLUMN plan_id INTEGER REFERENCES plan (id);
-- Of a charge: allocations up to this one were known when it became part of the debt.
ALTER TABLE invoice ADD COLUMN after_allocation INTEGER;
-- Likewise: the version of the invoice that it is charged on.
ALTER TABLE invoice ADD COLUMN after_version INTEGER;
CREATE INDEX invoice_plan ON invoice (plan_id) WHERE plan_id IS NOT NULL;
DROP INDEX invoice_charge;
CREATE INDEX invoice_charge ON invoice (customer_id, charged_on) WHERE kind <> 'principal';

-- A notice, a plan or an invoice alone has brought it. No row breaks the new rule that kept the old one.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(sql, 'CHECK ((kind = ''principal'') = (notice_id IS NULL))',
                  'CHECK (kind <> ''principal'' OR (notice_id IS NULL AND plan_id IS NULL)),' || char(10) ||
                  '    CHECK (kind = ''principal'' OR notice_id IS NOT NULL OR plan_id IS NOT NULL' || char(10) ||
                  '           OR charged_on IS NOT NULL)')
WHERE type = 'table' AND name = 'invoice';
PRAGMA writable_schema = RESET;

DROP TRIGGER charge_kept;
CREATE TRIGGER charge_kept BEFORE UPDATE OF kind, charged_on, notice_id, plan_id, after_allocation,
    after_version ON invoice
BEGIN
    SELECT raise(ABORT, 'what a charge is for is never changed');
END;

-- What a charge was before, and why it is not.
CREATE TABLE charge_correction (
    id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    version INTEGER NOT NULL,  -- of the charge, that it brought
    former_minor INTEGER NOT NULL CHECK (former_minor >= 0),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    why TEXT NOT NULL CHECK (why <> ''),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (invoice_id, version),
    CHECK (former_minor <> amount_minor)
) STRICT;
CREATE TRIGGER charge_correction_kept BEFORE UPDATE ON charge_correction BEGIN
    SELECT raise(ABORT, 'charge_correction rows are never changed');
END;
CREATE TRIGGER charge_correction_stays BEFORE DELETE ON charge_correction BEGIN
    SELECT raise(ABORT, 'charge_correction rows are never deleted');
END;

-- ---- waivers

-- The condition was not met: else a person, or something that the waiver rests on, has taken it back.
ALTER TABLE waiver_end ADD COLUMN condition_failed INTEGER CHECK (condition_failed IN (0, 1));
ALTER TABLE interest_waiver_end ADD COLUMN condition_failed INTEGER CHECK (condition_failed IN (0, 1));
-- The code of the waiver whose condition was met after all, by money that came to be known late.
ALTER TABLE waiver ADD COLUMN renews TEXT;
ALTER TABLE interest_waiver ADD COLUMN renews TEXT;

-- ---- texts about people

-- What a person wrote of a person is salted before it is digested, as contacts are: when it is erased, nobody
-- finds it again by trying. Rows of before have none.
ALTER TABLE ruling ADD COLUMN salt BLOB;
ALTER TABLE pause ADD COLUMN salt BLOB;
ALTER TABLE pause_end ADD COLUMN salt BLOB;
ALTER TABLE extension ADD COLUMN salt BLOB;
ALTER TABLE referral ADD COLUMN salt BLOB;
ALTER TABLE referral_step ADD COLUMN salt BLOB;
ALTER TABLE plan_step ADD COLUMN salt BLOB;
ALTER TABLE plan_document ADD COLUMN salt BLOB;
ALTER TABLE evidence_use ADD COLUMN salt BLOB;
ALTER TABLE contact_point_end ADD COLUMN salt BLOB;
ALTER TABLE assignment ADD COLUMN salt BLOB;
ALTER TABLE review ADD COLUMN salt BLOB;
ALTER TABLE credit_decision ADD COLUMN salt BLOB;
ALTER TABLE credit_lift ADD COLUMN salt BLOB;
ALTER TABLE legal_hold ADD COLUMN salt BLOB;
ALTER TABLE legal_hold_end ADD COLUMN salt BLOB;
ALTER TABLE waiver ADD COLUMN salt BLOB;
ALTER TABLE waiver_end ADD COLUMN salt BLOB;
ALTER TABLE interest_waiver_end ADD COLUMN salt BLOB;
ALTER TABLE delivery_step ADD COLUMN salt BLOB;
ALTER TABLE erasure ADD COLUMN salt BLOB;
