-- What a plan was offered with besides its instalments. It holds whatever the policy says later; plans of
-- files, and those that were there before this table, go by the policy.
CREATE TABLE plan_offer (
    plan_id INTEGER PRIMARY KEY REFERENCES plan (id),
    grace_days INTEGER NOT NULL CHECK (grace_days >= 0),
    whole_balance INTEGER NOT NULL CHECK (whole_balance IN (0, 1)),  -- a breach makes all of it due
    day_count TEXT NOT NULL CHECK (day_count <> '')                  -- of its interest
) STRICT;

-- Charges that are given up while the plan is kept, and how much of each.
CREATE TABLE plan_offer_waiver (
    plan_id INTEGER NOT NULL REFERENCES plan_offer (plan_id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (plan_id, invoice_id)
) STRICT;

CREATE TRIGGER plan_offer_kept BEFORE UPDATE ON plan_offer BEGIN
    SELECT raise(ABORT, 'plan_offer rows are never changed');
END;
CREATE TRIGGER plan_offer_stays BEFORE DELETE ON plan_offer BEGIN
    SELECT raise(ABORT, 'plan_offer rows are never deleted');
END;
CREATE TRIGGER plan_offer_waiver_kept BEFORE UPDATE ON plan_offer_waiver BEGIN
    SELECT raise(ABORT, 'plan_offer_waiver rows are never changed');
END;
CREATE TRIGGER plan_offer_waiver_stays BEFORE DELETE ON plan_offer_waiver BEGIN
    SELECT raise(ABORT, 'plan_offer_waiver rows are never deleted');
END;
