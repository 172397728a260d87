-- The ledger, version 1.
--
-- Days are whole days since 1970-01-01: date(due * 86400, 'unixepoch') reads one, and the views whose
-- names end in _readable have done so. They lie in the years 1900 to 2199. Money is in minor units of
-- the row's currency.
--
-- Facts, notices and events are only ever added: triggers refuse UPDATE and DELETE. What may change, and
-- how:
--   customer, invoice, receipt   a corrected row replaces its contents under the next version number, and
--                                a trigger keeps the old contents in `superseded`
--   invoice.open_minor, receipt.left_minor   follow from allocations, by trigger alone
--   receipt.customer_id          from nobody to the owner of the invoice that it names
--   receipt, invoice, customer .withdrawn   with the batch that brought it; the row then counts nothing
--   bank_entry.details           from none to what a later file tells of the entry
--   batch.sha256 and its counts  from unknown to known, when its rows have been read
--   delivery                     the state of a notice on its way out; the channel that takes over from one
--                                that failed for good is the notice's own (is_primary) from then on
--   invoice of a charge          withdrawn when its notice is taken back
--   notice_line.live             from 1 to 0 when its notice is cancelled
--   personal data                goes when a person is erased, in a transaction that sets the guards aside
--
-- Every transaction ends with a row of `chain`, which holds the digests of all rows that it has added or
-- changed. `salt` is a random part of what is digested: when a person is erased it goes with the text, so
-- that nobody can find the text again by trying.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Never has a row, so what refers to it breaks a rule. Deferred: the rule must hold when a transaction
-- ends, and may be broken while rows follow each other within it.
CREATE TABLE impossible (
    id INTEGER PRIMARY KEY,
    CHECK (0)
) STRICT;

-- One imported file.
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,  -- "2026-11-21-1"
    kind TEXT NOT NULL CHECK (kind IN
        ('customers', 'invoices', 'credits', 'payments', 'contacts', 'promises', 'disputes', 'plans', 'rates', 'bank',
         'snapshot')),
    file TEXT NOT NULL,
    as_of INTEGER NOT NULL CHECK (as_of BETWEEN -25567 AND 84005),
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    -- Receipts up to this one were there before it. Those that it has added come after.
    after_receipt INTEGER NOT NULL,
    -- NULL while the file is read, in the transaction that brings the rows: they refer to the batch, so
    -- that it comes before them.
    sha256 TEXT CHECK (length(sha256) = 64),
    rows INTEGER,
    added INTEGER,
    changed INTEGER,
    known INTEGER,
    rejected INTEGER,  -- rows that were left out with --skip-bad
    CHECK (added + changed + known = rows)
) STRICT;
CREATE INDEX batch_kind ON batch (kind, as_of);

-- A batch that was taken back: what it added is withdrawn, what it changed is as it was.
CREATE TABLE batch_undo (
    batch_id INTEGER PRIMARY KEY REFERENCES batch (id),
    as_of INTEGER NOT NULL CHECK (as_of BETWEEN -25567 AND 84005),
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;

-- Personal data lives here alone.
CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (code <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('business', 'consumer')),
    language TEXT NOT NULL,
    country TEXT NOT NULL,
    timezone TEXT NOT NULL,
    currency TEXT NOT NULL,  -- '' = the book's
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    mobile TEXT NOT NULL,
    address TEXT NOT NULL,
    city TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    collector TEXT NOT NULL,
    credit_limit TEXT NOT NULL,  -- decimal and currency, '' = none
    terms_days INTEGER,
    segment TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),  -- with the batch that brought it
    by_hand TEXT NOT NULL DEFAULT '',  -- fields that a person has set: "email,collector"; files leave them
    version INTEGER NOT NULL DEFAULT 1,
    batch_id INTEGER REFERENCES batch (id),
    line INTEGER NOT NULL DEFAULT 0,
    salt BLOB NOT NULL DEFAULT (randomblob(16))
) STRICT;

CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL CHECK (number <> ''),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    issued INTEGER NOT NULL CHECK (issued BETWEEN -25567 AND 84005),
    due INTEGER NOT NULL CHECK (due BETWEEN issued AND 84005),
    amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 1000000000000000),
    open_minor INTEGER NOT NULL,
    -- Not when the transaction has ended: paid more than once, or less than nothing.
    overpaid INTEGER AS (CASE WHEN open_minor NOT BETWEEN 0 AND amount_minor THEN 1 END)
        REFERENCES impossible (id) DEFERRABLE INITIALLY DEFERRED,
    reference TEXT NOT NULL,
    description TEXT NOT NULL,
    discounts TEXT NOT NULL DEFAULT '',  -- for early payment: "2.0% 10d, 5.00 14d" of its currency
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),  -- then its amount is 0
    version INTEGER NOT NULL DEFAULT 1,
    batch_id INTEGER REFERENCES batch (id),
    line INTEGER NOT NULL,
    -- Interest and costs became part of the debt with a notice, and come in no batch.
    -- Not IN (...): of three texts the database makes a table of its own, for each row anew, which costs
    -- as much as the row.
    kind TEXT NOT NULL DEFAULT 'principal'
        CHECK (kind = 'principal' OR kind = 'interest' OR kind = 'costs'),
    charged_on INTEGER REFERENCES invoice (id),  -- NULL = on no invoice alone
    notice_id INTEGER REFERENCES notice (id),
    CHECK ((kind = 'principal') = (batch_id IS NOT NULL)),
    CHECK ((kind = 'principal') = (notice_id IS NULL))
) STRICT;
-- Indexes have names, also those that keep a key unique, so that the first load of a ledger can set
-- them aside and make them at its end.
CREATE UNIQUE INDEX invoice_number ON invoice (number);
-- All that aging reads of an open item.
CREATE INDEX invoice_open ON invoice (customer_id, currency, due, issued, open_minor)
    WHERE open_minor > 0;
CREATE INDEX invoice_customer ON invoice (customer_id, currency);
CREATE INDEX invoice_charge ON invoice (customer_id, charged_on) WHERE notice_id IS NOT NULL;
CREATE INDEX invoice_notice ON invoice (notice_id) WHERE notice_id IS NOT NULL;

-- Payments and credit notes: money that settles invoices. A negative payment is one that went back.
-- A waiver gives up the charge that it names; a negative one takes a waiver back. A discount gives up the
-- rest of the invoice that it names, as early payment has earned it, and its description says by which
-- terms; it follows from the other facts, and what no longer follows is withdrawn.
CREATE TABLE receipt (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL
        CHECK (kind = 'payment' OR kind = 'credit' OR kind = 'waiver' OR kind = 'discount'),
    code TEXT NOT NULL CHECK (code <> ''),
    customer_id INTEGER REFERENCES customer (id),
    customer_given INTEGER NOT NULL CHECK (customer_given IN (0, 1)),  -- by the file itself
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    amount_minor INTEGER NOT NULL
        CHECK (abs(amount_minor) BETWEEN 1 AND 1000000000000000 OR (withdrawn AND amount_minor = 0)),
    left_minor INTEGER NOT NULL,  -- on account
    -- Likewise: more of it allocated than it is, or less than nothing. Without a function: with one every
    -- allocation would need a journal of its own.
    overspent INTEGER AS (CASE WHEN left_minor NOT BETWEEN 0 AND amount_minor
                                    AND left_minor NOT BETWEEN amount_minor AND 0 THEN 1 END)
        REFERENCES impossible (id) DEFERRABLE INITIALLY DEFERRED,
    invoice_number TEXT NOT NULL,
    reference TEXT NOT NULL,
    method TEXT NOT NULL,
    description TEXT NOT NULL,
    payer TEXT NOT NULL,
    payer_account TEXT NOT NULL,
    end_to_end_id TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    batch_id INTEGER REFERENCES batch (id),  -- NULL: a waiver or discount
    line INTEGER NOT NULL,
    salt BLOB NOT NULL DEFAULT x'',  -- random when it says who has paid
    CHECK (kind <> 'credit' OR amount_minor > 0 OR withdrawn),
    CHECK ((kind IN ('waiver', 'discount')) = (batch_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX receipt_code ON receipt (code, kind);
CREATE INDEX receipt_discount ON receipt (invoice_number) WHERE kind = 'discount';
CREATE INDEX receipt_customer ON receipt (customer_id, currency);
CREATE INDEX receipt_on_account ON receipt (customer_id, currency, day, left_minor)
    WHERE left_minor <> 0;
-- Receipts for whose sake an account must be replayed: what they pay depends on what others do.
CREATE INDEX receipt_intricate ON receipt (customer_id, currency)
    WHERE invoice_number = '' OR amount_minor < 0 OR left_minor <> 0;
-- With batch.after_receipt it finds the receipts of a batch: those that it has changed.
CREATE INDEX receipt_changed ON receipt (batch_id) WHERE version > 1;
CREATE INDEX receipt_without_owner ON receipt (invoice_number) WHERE customer_id IS NULL;
CREATE INDEX receipt_payer_account ON receipt (payer_account, customer_id) WHERE payer_account <> '';

-- What a person said of one payment and one invoice, the latest row of the pair holds: so much of it is
-- for that invoice (0: nothing of it, whatever the rules say; NULL: the rules decide again).
CREATE TABLE ruling (
    id INTEGER PRIMARY KEY,
    receipt_id INTEGER NOT NULL REFERENCES receipt (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    amount_minor INTEGER CHECK (amount_minor >= 0),
    note TEXT NOT NULL,
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ruling_receipt ON ruling (receipt_id, invoice_id);

-- One statement of a bank, as it was read.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    account TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    code TEXT NOT NULL,      -- the bank's id
    sequence TEXT NOT NULL,  -- its number in the year
    from_day INTEGER CHECK (from_day BETWEEN -25567 AND 84005),
    to_day INTEGER CHECK (to_day BETWEEN -25567 AND 84005),
    opening_minor INTEGER,
    closing_minor INTEGER,
    entries INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_account ON statement (account, currency, to_day);

-- Entries of bank accounts that have been read, so that none is counted twice. `details` is how many
-- receipts it became; the details may come later, in a notification (camt.054) of their own.
CREATE TABLE bank_entry (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    code TEXT NOT NULL,  -- the bank's reference, or what is made of the entry's contents
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    amount_minor INTEGER NOT NULL,
    booked INTEGER NOT NULL CHECK (booked BETWEEN -25567 AND 84005),
    details INTEGER NOT NULL,
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    UNIQUE (account, code)
) STRICT;

-- Rows of rate tables that a file has brought, beside those that are shipped or stand in the policy.
CREATE TABLE rate (
    id INTEGER PRIMARY KEY,
    table_name TEXT NOT NULL CHECK (table_name <> ''),
    from_day INTEGER NOT NULL CHECK (from_day BETWEEN -25567 AND 84005),
    millionths INTEGER NOT NULL,  -- of a per cent
    source TEXT NOT NULL,
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    line INTEGER NOT NULL,
    UNIQUE (table_name, from_day)
) STRICT;

-- What a corrected row said before.
CREATE TABLE superseded (
    kind TEXT NOT NULL CHECK (kind IN ('customer', 'invoice', 'receipt')),
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    contents TEXT NOT NULL CHECK (json_valid(contents)),
    salt BLOB NOT NULL DEFAULT (randomblob(16)),
    PRIMARY KEY (kind, id, version)
) STRICT;

-- So much of a receipt set against an invoice from a day on. Negative: a payment went back, or a row that
-- takes another back (`reverses`). What it refers to is looked at when the transaction ends, and what is
-- wrong ends the transaction: a row that may fail alone would need a journal of its own.
CREATE TABLE allocation (
    id INTEGER PRIMARY KEY,
    receipt_id INTEGER NOT NULL REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
    invoice_id INTEGER NOT NULL REFERENCES invoice (id) DEFERRABLE INITIALLY DEFERRED,
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
    rule TEXT NOT NULL,
    reverses INTEGER REFERENCES allocation (id) DEFERRABLE INITIALLY DEFERRED,
    -- Written right after its receipt, which came with what this leaves of it.
    at_once INTEGER NOT NULL DEFAULT 0 CHECK (at_once IN (0, 1)),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX allocation_reverses ON allocation (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX allocation_day ON allocation (day, invoice_id, receipt_id, amount_minor);
CREATE INDEX allocation_invoice ON allocation (invoice_id, day, amount_minor);

CREATE TRIGGER allocation_moves_money AFTER INSERT ON allocation BEGIN
    UPDATE invoice SET open_minor = open_minor - NEW.amount_minor WHERE id = NEW.invoice_id;
    UPDATE receipt SET left_minor = left_minor - NEW.amount_minor
    WHERE NOT NEW.at_once AND id = NEW.receipt_id;
    SELECT raise(ROLLBACK, 'the receipt did not come with what the allocation leaves of it')
    WHERE NEW.at_once AND NEW.amount_minor IS NOT
        (SELECT amount_minor - left_minor FROM receipt WHERE id = NEW.receipt_id);
END;

-- Disputes, holds and promises: what makes dunning wait.
CREATE TABLE pause (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('dispute', 'hold', 'promise')),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    invoice_id INTEGER REFERENCES invoice (id),  -- NULL = all of the customer's
    currency TEXT NOT NULL,                      -- of the amount, '' = none
    amount_minor INTEGER CHECK (amount_minor > 0),
    from_day INTEGER NOT NULL CHECK (from_day BETWEEN -25567 AND 84005),
    until_day INTEGER CHECK (until_day BETWEEN from_day AND 84005),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    owner TEXT NOT NULL,  -- who looks after a dispute, '' = nobody in particular
    actor TEXT NOT NULL,
    code TEXT,            -- of the file that it came with; NULL: it was typed in
    batch_id INTEGER REFERENCES batch (id),
    line INTEGER NOT NULL DEFAULT 0,
    recorded_at INTEGER NOT NULL,
    UNIQUE (kind, code),
    CHECK (kind <> 'promise' OR (amount_minor IS NOT NULL AND until_day IS NOT NULL)),
    CHECK (kind <> 'dispute' OR invoice_id IS NOT NULL)
) STRICT;
CREATE INDEX pause_customer ON pause (customer_id);

-- The payments of a promise of several, which sum to its amount.
CREATE TABLE promise_payment (
    pause_id INTEGER NOT NULL REFERENCES pause (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    by_day INTEGER NOT NULL CHECK (by_day BETWEEN -25567 AND 84005),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (pause_id, n)
) STRICT;

-- The invoices of a promise about several.
CREATE TABLE promise_invoice (
    pause_id INTEGER NOT NULL REFERENCES pause (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    PRIMARY KEY (pause_id, invoice_id)
) STRICT;

-- The end of one, before its time or at all.
CREATE TABLE pause_end (
    pause_id INTEGER PRIMARY KEY REFERENCES pause (id),
    -- The first day on which it no longer holds.
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    outcome TEXT NOT NULL,
    -- What was disputed is to be paid by then, and is not dunned before.
    pay_by INTEGER CHECK (pay_by BETWEEN day AND 84005),
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

-- A later due date that was granted. The latest row of an invoice counts, from its day on.
CREATE TABLE extension (
    id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    due INTEGER NOT NULL CHECK (due BETWEEN -25567 AND 84005),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX extension_invoice ON extension (invoice_id, day);

-- A case handed over: to an agency, a lawyer, a court ... What became of it is in its steps.
CREATE TABLE referral (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL CHECK (kind IN
        ('agency', 'lawyer', 'court', 'arbitration', 'preservation', 'enforcement', 'assignment')),
    handled_by TEXT NOT NULL,  -- the agency, the lawyer, the court
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    dunning TEXT NOT NULL CHECK (dunning IN ('stops', 'goes_on')),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX referral_customer ON referral (customer_id);

CREATE TABLE referral_invoice (
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    open_minor INTEGER NOT NULL CHECK (open_minor > 0),
    PRIMARY KEY (referral_id, invoice_id)
) STRICT;

CREATE TABLE referral_step (
    id INTEGER PRIMARY KEY,
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    step TEXT NOT NULL CHECK (step IN
        ('approved', 'refused', 'handed_over', 'filed', 'judgment', 'enforced', 'settled', 'note',
         'closed')),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    cost_minor INTEGER NOT NULL CHECK (cost_minor >= 0),
    recovered_minor INTEGER NOT NULL CHECK (recovered_minor >= 0),
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX referral_step_referral ON referral_step (referral_id);

CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    principal_minor INTEGER NOT NULL CHECK (principal_minor > 0),
    interest_minor INTEGER NOT NULL CHECK (interest_minor >= 0),
    yearly_rate TEXT NOT NULL,              -- per cent, '' = no interest
    proposed INTEGER NOT NULL CHECK (proposed BETWEEN -25567 AND 84005),
    replaces INTEGER REFERENCES plan (id),  -- the plan that it was negotiated in place of
    actor TEXT NOT NULL,
    code TEXT UNIQUE,                       -- of the file that it came with; NULL: it was typed in
    batch_id INTEGER REFERENCES batch (id),
    line INTEGER NOT NULL DEFAULT 0,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_customer ON plan (customer_id);

CREATE TABLE installment (
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    due INTEGER NOT NULL CHECK (due BETWEEN -25567 AND 84005),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    interest_minor INTEGER NOT NULL CHECK (interest_minor BETWEEN 0 AND amount_minor),  -- of the amount
    PRIMARY KEY (plan_id, n)
) STRICT;

-- The invoices that a plan covers, and what was open of each when it was proposed.
CREATE TABLE plan_invoice (
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    open_minor INTEGER NOT NULL CHECK (open_minor > 0),
    PRIMARY KEY (plan_id, invoice_id)
) STRICT;

-- What people decided about a plan, and when a night found it broken or completed. Whether it is kept
-- follows from payments alone.
CREATE TABLE plan_step (
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    step TEXT NOT NULL CHECK (step IN ('confirmed', 'cancelled', 'broken', 'completed')),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (plan_id, step)
) STRICT;

-- The offer and the agreement as they were printed, and the agreement as it came back signed.
CREATE TABLE plan_document (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    kind TEXT NOT NULL CHECK (kind IN ('offer', 'agreement', 'signed')),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    file_name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    UNIQUE (plan_id, sha256)
) STRICT;

-- Which notice reminded of an instalment, or thanked for a plan (n = 0). Another may follow when it was
-- taken back.
CREATE TABLE plan_message (
    notice_id INTEGER PRIMARY KEY REFERENCES notice (id),
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    n INTEGER NOT NULL CHECK (n >= 0)
) STRICT;
CREATE INDEX plan_message_instalment ON plan_message (plan_id, n);

-- Anything that happened with the customer, either way.
CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    code TEXT UNIQUE,  -- of the file that it came with; NULL: it was typed in
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    invoice_id INTEGER REFERENCES invoice (id),
    at INTEGER NOT NULL,  -- seconds since 1970-01-01T00:00:00Z
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),  -- in the book's zone
    channel TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    collector TEXT NOT NULL,
    address TEXT NOT NULL,  -- the number or address that was used, '' = not noted
    until_day INTEGER CHECK (until_day BETWEEN -25567 AND 84005),  -- of a consent: its last day
    evidence TEXT NOT NULL,
    batch_id INTEGER REFERENCES batch (id),
    line INTEGER NOT NULL DEFAULT 0,
    recorded_at INTEGER NOT NULL,
    word TEXT NOT NULL DEFAULT '',    -- the policy's own word for the outcome, '' = none
    person TEXT NOT NULL DEFAULT '',  -- with whom
    corrects INTEGER REFERENCES contact (id),  -- the entry that this one stands for
    salt BLOB NOT NULL DEFAULT (randomblob(16))
) STRICT;
CREATE INDEX contact_customer ON contact (customer_id, day);
CREATE UNIQUE INDEX contact_corrects ON contact (corrects) WHERE corrects IS NOT NULL;

-- A file that shows something: a recording, a letter, a signed paper. The file itself lies in the folder
-- `evidence` beside the ledger under its digest.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    name TEXT NOT NULL,
    extension TEXT NOT NULL,  -- ".pdf", or nothing
    erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),  -- with the person whom it was about
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    salt BLOB NOT NULL DEFAULT (randomblob(16))
) STRICT;

-- What a piece of evidence belongs to: a contact, or the customer's file when there is none.
CREATE TABLE evidence_use (
    id INTEGER PRIMARY KEY,
    evidence_id INTEGER NOT NULL REFERENCES evidence (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    contact_id INTEGER REFERENCES contact (id),
    note TEXT NOT NULL,
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_use_customer ON evidence_use (customer_id);
CREATE INDEX evidence_use_evidence ON evidence_use (evidence_id);

-- How a customer is reached beside what the file of customers says.
CREATE TABLE contact_point (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'mobile', 'address')),
    value TEXT NOT NULL CHECK (value <> ''),
    role TEXT NOT NULL,
    person TEXT NOT NULL,
    corrects INTEGER REFERENCES contact_point (id),  -- the one that it stands for
    note TEXT NOT NULL,
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    salt BLOB NOT NULL DEFAULT (randomblob(16))
) STRICT;
CREATE INDEX contact_point_customer ON contact_point (customer_id);
CREATE TABLE contact_point_end (
    contact_point_id INTEGER PRIMARY KEY REFERENCES contact_point (id),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    why TEXT NOT NULL CHECK (why IN ('corrected', 'ended')),
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

-- Who was in charge of a customer from that day on.
CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    collector TEXT NOT NULL,
    former TEXT NOT NULL,
    note TEXT NOT NULL,
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX assignment_customer ON assignment (customer_id);

-- The rating of a customer on a day, and how it was found.
CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
    formula TEXT NOT NULL,  -- "100 - 12 (average 12.0 days late) - ..."
    next_review INTEGER NOT NULL CHECK (next_review BETWEEN day AND 84005),
    note TEXT NOT NULL,
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX review_customer ON review (customer_id);

-- What a person has decided about the credit given to a customer.
CREATE TABLE credit_decision (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    action TEXT NOT NULL CHECK (action IN
        ('watch', 'lower_limit', 'deposit', 'cash_on_delivery', 'stop')),
    currency TEXT NOT NULL,  -- of the amount, '' = none
    amount_minor INTEGER CHECK (amount_minor >= 0),  -- the new limit, or the deposit
    from_day INTEGER NOT NULL CHECK (from_day BETWEEN -25567 AND 84005),
    until_day INTEGER CHECK (until_day BETWEEN from_day AND 84005),
    when_paid INTEGER NOT NULL CHECK (when_paid IN (0, 1)),  -- lifted when nothing is overdue any more
    notice_id INTEGER REFERENCES notice (id),  -- that has recommended it
    reason TEXT NOT NULL CHECK (reason <> ''),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CHECK (action <> 'lower_limit' OR amount_minor IS NOT NULL)
) STRICT;
CREATE INDEX credit_decision_customer ON credit_decision (customer_id);
CREATE TABLE credit_lift (
    decision_id INTEGER PRIMARY KEY REFERENCES credit_decision (id),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    why TEXT NOT NULL CHECK (why IN ('paid', 'by_hand', 'replaced')),
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

-- Why everything about a customer must be kept: a lawsuit, an audit.
CREATE TABLE legal_hold (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    from_day INTEGER NOT NULL CHECK (from_day BETWEEN -25567 AND 84005),
    until_day INTEGER CHECK (until_day BETWEEN from_day AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX legal_hold_customer ON legal_hold (customer_id);
CREATE TABLE legal_hold_end (
    legal_hold_id INTEGER PRIMARY KEY REFERENCES legal_hold (id),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

-- Customers whose personal data is gone.
CREATE TABLE erasure (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    reason TEXT NOT NULL,
    cells INTEGER NOT NULL,  -- texts that went
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_customer ON erasure (customer_id);

-- One night's work.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    as_of INTEGER NOT NULL CHECK (as_of BETWEEN -25567 AND 84005),
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    policy_sha256 TEXT NOT NULL REFERENCES policy_text (sha256),
    notices INTEGER NOT NULL,
    withheld INTEGER NOT NULL
) STRICT;

-- The policies that runs were made with, so that a past decision can be explained.
CREATE TABLE policy_text (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    text TEXT NOT NULL
) STRICT;

-- Why an overdue item got no notice, from the run on until the next row of the item.
CREATE TABLE verdict (
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    run_id INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    rule TEXT NOT NULL,
    until_day INTEGER CHECK (until_day BETWEEN -25567 AND 84005),
    detail TEXT NOT NULL,
    PRIMARY KEY (invoice_id, run_id)
) STRICT;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    -- The last two are about a plan, claim nothing anew and have no lines.
    kind TEXT NOT NULL CHECK (kind IN ('dunning', 'installment_reminder', 'plan_thanks')),
    procedure TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level >= 0 AND (level = 0) = (kind <> 'dunning')),
    level_name TEXT NOT NULL,
    wording TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    principal_minor INTEGER NOT NULL CHECK (principal_minor > 0),
    interest_minor INTEGER NOT NULL CHECK (interest_minor >= 0),
    fee_minor INTEGER NOT NULL CHECK (fee_minor >= 0),
    earlier_minor INTEGER NOT NULL CHECK (earlier_minor >= 0),  -- of notice_charge
    credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
    total_minor INTEGER NOT NULL CHECK (total_minor > 0),
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    pay_by INTEGER NOT NULL CHECK (pay_by BETWEEN day AND 84005),
    send_by INTEGER CHECK (send_by BETWEEN -25567 AND 84005),
    needs_approval INTEGER NOT NULL CHECK (needs_approval IN (0, 1)),
    credit_action TEXT NOT NULL,
    refer TEXT NOT NULL,
    posts INTEGER NOT NULL CHECK (posts IN (0, 1)),  -- interest and fee become part of the debt
    salt BLOB NOT NULL DEFAULT (randomblob(16)),
    CHECK (total_minor =
           principal_minor + interest_minor + fee_minor + earlier_minor - credit_minor)
) STRICT;
CREATE INDEX notice_customer ON notice (customer_id, day);
CREATE INDEX notice_run ON notice (run_id);

CREATE TABLE notice_line (
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    n INTEGER NOT NULL,
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    days_overdue INTEGER NOT NULL CHECK (days_overdue > 0),
    open_minor INTEGER NOT NULL CHECK (open_minor > 0),
    disputed_minor INTEGER NOT NULL CHECK (disputed_minor >= 0),
    interest_minor INTEGER NOT NULL CHECK (interest_minor >= 0),
    costs_minor INTEGER NOT NULL CHECK (costs_minor >= 0),
    level INTEGER NOT NULL CHECK (level >= 0),
    advances INTEGER NOT NULL CHECK (advances IN (0, 1)),
    live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
    PRIMARY KEY (notice_id, n)
) STRICT;
CREATE INDEX notice_line_invoice ON notice_line (invoice_id);
-- The guard behind all care in the code: no item is given the same level twice.
CREATE UNIQUE INDEX one_live_notice_per_invoice_and_level ON notice_line (invoice_id, level)
    WHERE live = 1 AND advances = 1;

-- The charges of earlier notices that a notice claims again, because they are still owed.
CREATE TABLE notice_charge (
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    open_minor INTEGER NOT NULL CHECK (open_minor > 0),
    PRIMARY KEY (notice_id, invoice_id)
) STRICT;

-- Why a charge was given up, and on what condition: the waiver holds if so much is paid by the day.
CREATE TABLE waiver (
    receipt_id INTEGER PRIMARY KEY REFERENCES receipt (id),
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    if_paid_minor INTEGER CHECK (if_paid_minor > 0),
    by_day INTEGER CHECK (by_day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CHECK ((if_paid_minor IS NULL) = (by_day IS NULL))
) STRICT;
CREATE INDEX waiver_charge ON waiver (invoice_id);

-- The condition was not met, or a person took it back: the charge is owed again.
CREATE TABLE waiver_end (
    waiver_id INTEGER PRIMARY KEY REFERENCES waiver (receipt_id),
    receipt_id INTEGER NOT NULL UNIQUE REFERENCES receipt (id),  -- the one that takes it back
    why TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

-- The very bytes, frozen with the draft.
CREATE TABLE document (
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    channel TEXT NOT NULL,
    media_type TEXT NOT NULL,
    extension TEXT NOT NULL,
    bytes BLOB NOT NULL,
    readable TEXT NOT NULL,  -- what a person reads in it, where the bytes do not show it; else ''
    salt BLOB NOT NULL DEFAULT (randomblob(16)),
    PRIMARY KEY (notice_id, channel)
) STRICT;

-- Where each document is on its way out. draft -> queued -> sending -> final -> sent | uncertain.
CREATE TABLE delivery (
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    channel TEXT NOT NULL,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    recipient TEXT NOT NULL,     -- where the channel reached the customer when it was drafted
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'queued', 'sending', 'final', 'sent', 'uncertain', 'failed', 'cancelled')),
    draft_reason TEXT NOT NULL,  -- approval | cap | ''
    salt BLOB NOT NULL DEFAULT (randomblob(16)),
    PRIMARY KEY (notice_id, channel),
    FOREIGN KEY (notice_id, channel) REFERENCES document (notice_id, channel)
) STRICT;
CREATE INDEX delivery_state ON delivery (state);
CREATE UNIQUE INDEX one_own_channel_per_notice ON delivery (notice_id) WHERE is_primary = 1;

-- What was tried with a delivery, and by whom: approved, sent, failed, uncertain, settled, cancelled.
CREATE TABLE delivery_step (
    id INTEGER PRIMARY KEY,
    notice_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    step TEXT NOT NULL,
    detail TEXT NOT NULL,
    day INTEGER NOT NULL CHECK (day BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    FOREIGN KEY (notice_id, channel) REFERENCES delivery (notice_id, channel)
) STRICT;
CREATE INDEX delivery_step_notice ON delivery_step (notice_id);

-- Everything that changed the ledger, in order.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    as_of INTEGER NOT NULL CHECK (as_of BETWEEN -25567 AND 84005),
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,          -- past tense: invoices_imported, notice_drafted, promise_given
    subject TEXT NOT NULL,       -- "notice N000001"
    payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

-- One row a transaction: what it has written cannot be changed afterwards without a trace.
CREATE TABLE chain (
    seq INTEGER PRIMARY KEY,
    rows TEXT NOT NULL,     -- that it added or changed, by table: "event 4-5;invoice 1-1000"
    digests BLOB NOT NULL,  -- of each of them, in that order: the first 16 bytes of its SHA-256
    -- SHA-256 over the digest of the row before, rows and digests.
    digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- Corrections keep what they correct.
CREATE TRIGGER customer_correction BEFORE UPDATE ON customer
WHEN NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.code <> OLD.code BEGIN
    SELECT raise(ABORT, 'a customer is corrected under its next version, and keeps its code');
END;
CREATE TRIGGER customer_superseded AFTER UPDATE ON customer BEGIN
    INSERT INTO superseded (kind, id, version, contents)
    VALUES ('customer', OLD.id, OLD.version, json_object(
        'code', OLD.code, 'name', OLD.name, 'kind', OLD.kind, 'language', OLD.language,
        'country', OLD.country, 'timezone', OLD.timezone, 'currency', OLD.currency,
        'email', OLD.email, 'phone', OLD.phone, 'mobile', OLD.mobile, 'address', OLD.address,
        'city', OLD.city, 'postal_code', OLD.postal_code, 'collector', OLD.collector,
        'credit_limit', OLD.credit_limit, 'terms_days', OLD.terms_days, 'segment', OLD.segment,
        'by_hand', OLD.by_hand,
        'withdrawn', OLD.withdrawn, 'batch', OLD.batch_id, 'line', OLD.line));
END;
CREATE TRIGGER invoice_correction BEFORE UPDATE OF id, number, customer_id, currency, issued, due,
    amount_minor, reference, description, discounts, withdrawn, version, batch_id, line, kind,
    charged_on, notice_id ON invoice
WHEN NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.number <> OLD.number BEGIN
    SELECT raise(ABORT, 'an invoice is corrected under its next version, and keeps its number');
END;
CREATE TRIGGER invoice_superseded AFTER UPDATE OF version ON invoice BEGIN
    INSERT INTO superseded (kind, id, version, contents)
    VALUES ('invoice', OLD.id, OLD.version, json_object(
        'number', OLD.number, 'customer', OLD.customer_id, 'currency', OLD.currency,
        'issued', OLD.issued, 'due', OLD.due, 'amount_minor', OLD.amount_minor,
        'reference', OLD.reference, 'description', OLD.description, 'discounts', OLD.discounts,
        'withdrawn', OLD.withdrawn, 'batch', OLD.batch_id, 'line', OLD.line));
END;
CREATE TRIGGER charge_kept BEFORE UPDATE OF kind, charged_on, notice_id ON invoice BEGIN
    SELECT raise(ABORT, 'what a charge is for is never changed');
END;
CREATE TRIGGER receipt_correction BEFORE UPDATE OF id, kind, code, customer_given, currency, day,
    amount_minor, invoice_number, reference, method, description, payer, payer_account,
    end_to_end_id, withdrawn, version, batch_id, line ON receipt
WHEN NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.code <> OLD.code
    OR NEW.kind <> OLD.kind BEGIN
    SELECT raise(ABORT, 'a receipt is corrected under its next version, and keeps its code');
END;
CREATE TRIGGER receipt_owner BEFORE UPDATE OF customer_id ON receipt
WHEN OLD.customer_id IS NOT NULL AND NEW.version = OLD.version BEGIN
    SELECT raise(ABORT, 'a receipt that has an owner keeps it');
END;
CREATE TRIGGER receipt_superseded AFTER UPDATE OF version ON receipt BEGIN
    INSERT INTO superseded (kind, id, version, contents)
    VALUES ('receipt', OLD.id, OLD.version, json_object(
        'kind', OLD.kind, 'code', OLD.code, 'customer', OLD.customer_id, 'currency', OLD.currency,
        'day', OLD.day, 'amount_minor', OLD.amount_minor, 'invoice', OLD.invoice_number,
        'reference', OLD.reference, 'method', OLD.method, 'description', OLD.description,
        'payer', OLD.payer, 'payer_account', OLD.payer_account, 'end_to_end_id', OLD.end_to_end_id,
        'customer_given', OLD.customer_given,
        'withdrawn', OLD.withdrawn, 'batch', OLD.batch_id, 'line', OLD.line));
END;

CREATE TRIGGER delivery_is_final BEFORE UPDATE ON delivery
WHEN OLD.state IN ('sent', 'cancelled') OR NEW.notice_id <> OLD.notice_id
    OR NEW.channel <> OLD.channel OR NEW.recipient <> OLD.recipient
    OR (NEW.is_primary <> OLD.is_primary AND (NEW.is_primary = 1 OR NEW.state <> 'failed')) BEGIN
    SELECT raise(ABORT, 'what was sent or cancelled stays so');
END;
CREATE TRIGGER notice_line_changes BEFORE UPDATE OF notice_id, n, invoice_id, days_overdue, open_minor,
    disputed_minor, interest_minor, costs_minor, level, advances ON notice_line BEGIN
    SELECT raise(ABORT, 'notice lines are never changed');
END;
CREATE TRIGGER notice_line_revival BEFORE UPDATE OF live ON notice_line WHEN NEW.live > OLD.live BEGIN
    SELECT raise(ABORT, 'a cancelled notice stays cancelled');
END;
CREATE TRIGGER batch_kept BEFORE UPDATE ON batch WHEN OLD.rows IS NOT NULL BEGIN
    SELECT raise(ABORT, 'batch rows are never changed');
END;
CREATE TRIGGER batch_undo_kept BEFORE UPDATE ON batch_undo BEGIN
    SELECT raise(ABORT, 'batch_undo rows are never changed');
END;
CREATE TRIGGER rate_kept BEFORE UPDATE ON rate BEGIN
    SELECT raise(ABORT, 'rate rows are never changed');
END;
CREATE TRIGGER rate_stays BEFORE DELETE ON rate BEGIN
    SELECT raise(ABORT, 'rate rows are never deleted');
END;
CREATE TRIGGER ruling_kept BEFORE UPDATE ON ruling BEGIN
    SELECT raise(ABORT, 'ruling rows are never changed');
END;
CREATE TRIGGER statement_kept BEFORE UPDATE ON statement BEGIN
    SELECT raise(ABORT, 'statement rows are never changed');
END;
CREATE TRIGGER bank_entry_kept BEFORE UPDATE OF id, account, code, currency, amount_minor, booked
    ON bank_entry BEGIN
    SELECT raise(ABORT, 'bank entries are never changed, but for their details');
END;
CREATE TRIGGER superseded_kept BEFORE UPDATE ON superseded BEGIN
    SELECT raise(ABORT, 'superseded rows are never changed');
END;
CREATE TRIGGER allocation_kept BEFORE UPDATE ON allocation BEGIN
    SELECT raise(ABORT, 'allocation rows are never changed');
END;
CREATE TRIGGER pause_kept BEFORE UPDATE ON pause BEGIN
    SELECT raise(ABORT, 'pause rows are never changed');
END;
CREATE TRIGGER pause_end_kept BEFORE UPDATE ON pause_end BEGIN
    SELECT raise(ABORT, 'pause_end rows are never changed');
END;
CREATE TRIGGER plan_kept BEFORE UPDATE ON plan BEGIN
    SELECT raise(ABORT, 'plan rows are never changed');
END;
CREATE TRIGGER installment_kept BEFORE UPDATE ON installment BEGIN
    SELECT raise(ABORT, 'installment rows are never changed');
END;
CREATE TRIGGER plan_invoice_kept BEFORE UPDATE ON plan_invoice BEGIN
    SELECT raise(ABORT, 'plan_invoice rows are never changed');
END;
CREATE TRIGGER plan_step_kept BEFORE UPDATE ON plan_step BEGIN
    SELECT raise(ABORT, 'plan_step rows are never changed');
END;
CREATE TRIGGER promise_payment_kept BEFORE UPDATE ON promise_payment BEGIN
    SELECT raise(ABORT, 'promise_payment rows are never changed');
END;
CREATE TRIGGER promise_invoice_kept BEFORE UPDATE ON promise_invoice BEGIN
    SELECT raise(ABORT, 'promise_invoice rows are never changed');
END;
CREATE TRIGGER extension_kept BEFORE UPDATE ON extension BEGIN
    SELECT raise(ABORT, 'extension rows are never changed');
END;
CREATE TRIGGER referral_kept BEFORE UPDATE ON referral BEGIN
    SELECT raise(ABORT, 'referral rows are never changed');
END;
CREATE TRIGGER referral_invoice_kept BEFORE UPDATE ON referral_invoice BEGIN
    SELECT raise(ABORT, 'referral_invoice rows are never changed');
END;
CREATE TRIGGER referral_step_kept BEFORE UPDATE ON referral_step BEGIN
    SELECT raise(ABORT, 'referral_step rows are never changed');
END;
CREATE TRIGGER plan_document_kept BEFORE UPDATE ON plan_document BEGIN
    SELECT raise(ABORT, 'plan_document rows are never changed');
END;
CREATE TRIGGER plan_message_kept BEFORE UPDATE ON plan_message BEGIN
    SELECT raise(ABORT, 'plan_message rows are never changed');
END;
CREATE TRIGGER contact_kept BEFORE UPDATE ON contact BEGIN
    SELECT raise(ABORT, 'contact rows are never changed');
END;
CREATE TRIGGER run_kept BEFORE UPDATE ON run BEGIN
    SELECT raise(ABORT, 'run rows are never changed');
END;
CREATE TRIGGER policy_text_kept BEFORE UPDATE ON policy_text BEGIN
    SELECT raise(ABORT, 'policy_text rows are never changed');
END;
CREATE TRIGGER verdict_kept BEFORE UPDATE ON verdict BEGIN
    SELECT raise(ABORT, 'verdict rows are never changed');
END;
CREATE TRIGGER notice_kept BEFORE UPDATE ON notice BEGIN
    SELECT raise(ABORT, 'notice rows are never changed');
END;
CREATE TRIGGER notice_charge_kept BEFORE UPDATE ON notice_charge BEGIN
    SELECT raise(ABORT, 'notice_charge rows are never changed');
END;
CREATE TRIGGER waiver_kept BEFORE UPDATE ON waiver BEGIN
    SELECT raise(ABORT, 'waiver rows are never changed');
END;
CREATE TRIGGER waiver_end_kept BEFORE UPDATE ON waiver_end BEGIN
    SELECT raise(ABORT, 'waiver_end rows are never changed');
END;
CREATE TRIGGER document_kept BEFORE UPDATE ON document BEGIN
    SELECT raise(ABORT, 'document rows are never changed');
END;
CREATE TRIGGER delivery_step_kept BEFORE UPDATE ON delivery_step BEGIN
    SELECT raise(ABORT, 'delivery_step rows are never changed');
END;
CREATE TRIGGER event_kept BEFORE UPDATE ON event BEGIN
    SELECT raise(ABORT, 'event rows are never changed');
END;
CREATE TRIGGER allocation_stays BEFORE DELETE ON allocation BEGIN
    SELECT raise(ABORT, 'allocation rows are never deleted');
END;
CREATE TRIGGER batch_stays BEFORE DELETE ON batch BEGIN
    SELECT raise(ABORT, 'batch rows are never deleted');
END;
CREATE TRIGGER batch_undo_stays BEFORE DELETE ON batch_undo BEGIN
    SELECT raise(ABORT, 'batch_undo rows are never deleted');
END;
CREATE TRIGGER ruling_stays BEFORE DELETE ON ruling BEGIN
    SELECT raise(ABORT, 'ruling rows are never deleted');
END;
CREATE TRIGGER statement_stays BEFORE DELETE ON statement BEGIN
    SELECT raise(ABORT, 'statement rows are never deleted');
END;
CREATE TRIGGER bank_entry_stays BEFORE DELETE ON bank_entry BEGIN
    SELECT raise(ABORT, 'bank_entry rows are never deleted');
END;
CREATE TRIGGER contact_stays BEFORE DELETE ON contact BEGIN
    SELECT raise(ABORT, 'contact rows are never deleted');
END;
CREATE TRIGGER customer_stays BEFORE DELETE ON customer BEGIN
    SELECT raise(ABORT, 'customer rows are never deleted');
END;
CREATE TRIGGER delivery_stays BEFORE DELETE ON delivery BEGIN
    SELECT raise(ABORT, 'delivery rows are never deleted');
END;
CREATE TRIGGER delivery_step_stays BEFORE DELETE ON delivery_step BEGIN
    SELECT raise(ABORT, 'delivery_step rows are never deleted');
END;
CREATE TRIGGER document_stays BEFORE DELETE ON document BEGIN
    SELECT raise(ABORT, 'document rows are never deleted');
END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN
    SELECT raise(ABORT, 'event rows are never deleted');
END;
CREATE TRIGGER installment_stays BEFORE DELETE ON installment BEGIN
    SELECT raise(ABORT, 'installment rows are never deleted');
END;
CREATE TRIGGER invoice_stays BEFORE DELETE ON invoice BEGIN
    SELECT raise(ABORT, 'invoice rows are never deleted');
END;
CREATE TRIGGER notice_stays BEFORE DELETE ON notice BEGIN
    SELECT raise(ABORT, 'notice rows are never deleted');
END;
CREATE TRIGGER notice_line_stays BEFORE DELETE ON notice_line BEGIN
    SELECT raise(ABORT, 'notice_line rows are never deleted');
END;
CREATE TRIGGER pause_stays BEFORE DELETE ON pause BEGIN
    SELECT raise(ABORT, 'pause rows are never deleted');
END;
CREATE TRIGGER pause_end_stays BEFORE DELETE ON pause_end BEGIN
    SELECT raise(ABORT, 'pause_end rows are never deleted');
END;
CREATE TRIGGER plan_stays BEFORE DELETE ON plan BEGIN
    SELECT raise(ABORT, 'plan rows are never deleted');
END;
CREATE TRIGGER plan_invoice_stays BEFORE DELETE ON plan_invoice BEGIN
    SELECT raise(ABORT, 'plan_invoice rows are never deleted');
END;
CREATE TRIGGER plan_step_stays BEFORE DELETE ON plan_step BEGIN
    SELECT raise(ABORT, 'plan_step rows are never deleted');
END;
CREATE TRIGGER promise_payment_stays BEFORE DELETE ON promise_payment BEGIN
    SELECT raise(ABORT, 'promise_payment rows are never deleted');
END;
CREATE TRIGGER promise_invoice_stays BEFORE DELETE ON promise_invoice BEGIN
    SELECT raise(ABORT, 'promise_invoice rows are never deleted');
END;
CREATE TRIGGER extension_stays BEFORE DELETE ON extension BEGIN
    SELECT raise(ABORT, 'extension rows are never deleted');
END;
CREATE TRIGGER referral_stays BEFORE DELETE ON referral BEGIN
    SELECT raise(ABORT, 'referral rows are never deleted');
END;
CREATE TRIGGER referral_invoice_stays BEFORE DELETE ON referral_invoice BEGIN
    SELECT raise(ABORT, 'referral_invoice rows are never deleted');
END;
CREATE TRIGGER referral_step_stays BEFORE DELETE ON referral_step BEGIN
    SELECT raise(ABORT, 'referral_step rows are never deleted');
END;
CREATE TRIGGER plan_document_stays BEFORE DELETE ON plan_document BEGIN
    SELECT raise(ABORT, 'plan_document rows are never deleted');
END;
CREATE TRIGGER plan_message_stays BEFORE DELETE ON plan_message BEGIN
    SELECT raise(ABORT, 'plan_message rows are never deleted');
END;
CREATE TRIGGER policy_text_stays BEFORE DELETE ON policy_text BEGIN
    SELECT raise(ABORT, 'policy_text rows are never deleted');
END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt BEGIN
    SELECT raise(ABORT, 'receipt rows are never deleted');
END;
CREATE TRIGGER run_stays BEFORE DELETE ON run BEGIN
    SELECT raise(ABORT, 'run rows are never deleted');
END;
CREATE TRIGGER superseded_stays BEFORE DELETE ON superseded BEGIN
    SELECT raise(ABORT, 'superseded rows are never deleted');
END;
CREATE TRIGGER notice_charge_stays BEFORE DELETE ON notice_charge BEGIN
    SELECT raise(ABORT, 'notice_charge rows are never deleted');
END;
CREATE TRIGGER waiver_stays BEFORE DELETE ON waiver BEGIN
    SELECT raise(ABORT, 'waiver rows are never deleted');
END;
CREATE TRIGGER waiver_end_stays BEFORE DELETE ON waiver_end BEGIN
    SELECT raise(ABORT, 'waiver_end rows are never deleted');
END;
CREATE TRIGGER verdict_stays BEFORE DELETE ON verdict BEGIN
    SELECT raise(ABORT, 'verdict rows are never deleted');
END;

CREATE TRIGGER evidence_kept BEFORE UPDATE ON evidence BEGIN
    SELECT raise(ABORT, 'evidence rows are never changed');
END;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence BEGIN
    SELECT raise(ABORT, 'evidence rows are never deleted');
END;
CREATE TRIGGER evidence_use_kept BEFORE UPDATE ON evidence_use BEGIN
    SELECT raise(ABORT, 'evidence_use rows are never changed');
END;
CREATE TRIGGER evidence_use_stays BEFORE DELETE ON evidence_use BEGIN
    SELECT raise(ABORT, 'evidence_use rows are never deleted');
END;
CREATE TRIGGER contact_point_kept BEFORE UPDATE ON contact_point BEGIN
    SELECT raise(ABORT, 'contact_point rows are never changed');
END;
CREATE TRIGGER contact_point_stays BEFORE DELETE ON contact_point BEGIN
    SELECT raise(ABORT, 'contact_point rows are never deleted');
END;
CREATE TRIGGER contact_point_end_kept BEFORE UPDATE ON contact_point_end BEGIN
    SELECT raise(ABORT, 'contact_point_end rows are never changed');
END;
CREATE TRIGGER contact_point_end_stays BEFORE DELETE ON contact_point_end BEGIN
    SELECT raise(ABORT, 'contact_point_end rows are never deleted');
END;
CREATE TRIGGER assignment_kept BEFORE UPDATE ON assignment BEGIN
    SELECT raise(ABORT, 'assignment rows are never changed');
END;
CREATE TRIGGER assignment_stays BEFORE DELETE ON assignment BEGIN
    SELECT raise(ABORT, 'assignment rows are never deleted');
END;
CREATE TRIGGER review_kept BEFORE UPDATE ON review BEGIN
    SELECT raise(ABORT, 'review rows are never changed');
END;
CREATE TRIGGER review_stays BEFORE DELETE ON review BEGIN
    SELECT raise(ABORT, 'review rows are never deleted');
END;
CREATE TRIGGER credit_decision_kept BEFORE UPDATE ON credit_decision BEGIN
    SELECT raise(ABORT, 'credit_decision rows are never changed');
END;
CREATE TRIGGER credit_decision_stays BEFORE DELETE ON credit_decision BEGIN
    SELECT raise(ABORT, 'credit_decision rows are never deleted');
END;
CREATE TRIGGER credit_lift_kept BEFORE UPDATE ON credit_lift BEGIN
    SELECT raise(ABORT, 'credit_lift rows are never changed');
END;
CREATE TRIGGER credit_lift_stays BEFORE DELETE ON credit_lift BEGIN
    SELECT raise(ABORT, 'credit_lift rows are never deleted');
END;
CREATE TRIGGER legal_hold_kept BEFORE UPDATE ON legal_hold BEGIN
    SELECT raise(ABORT, 'legal_hold rows are never changed');
END;
CREATE TRIGGER legal_hold_stays BEFORE DELETE ON legal_hold BEGIN
    SELECT raise(ABORT, 'legal_hold rows are never deleted');
END;
CREATE TRIGGER legal_hold_end_kept BEFORE UPDATE ON legal_hold_end BEGIN
    SELECT raise(ABORT, 'legal_hold_end rows are never changed');
END;
CREATE TRIGGER legal_hold_end_stays BEFORE DELETE ON legal_hold_end BEGIN
    SELECT raise(ABORT, 'legal_hold_end rows are never deleted');
END;
CREATE TRIGGER erasure_kept BEFORE UPDATE ON erasure BEGIN
    SELECT raise(ABORT, 'erasure rows are never changed');
END;
CREATE TRIGGER erasure_stays BEFORE DELETE ON erasure BEGIN
    SELECT raise(ABORT, 'erasure rows are never deleted');
END;
CREATE TRIGGER chain_kept BEFORE UPDATE ON chain BEGIN
    SELECT raise(ABORT, 'chain rows are never changed');
END;
CREATE TRIGGER chain_stays BEFORE DELETE ON chain BEGIN
    SELECT raise(ABORT, 'chain rows are never deleted');
END;

CREATE VIEW invoice_readable AS
    SELECT number, customer.code AS customer, invoice.currency,
           date(issued * 86400, 'unixepoch') AS issued, date(due * 86400, 'unixepoch') AS due,
           amount_minor, open_minor, reference, description
    FROM invoice JOIN customer ON customer.id = invoice.customer_id;
CREATE VIEW receipt_readable AS
    SELECT receipt.kind, receipt.code, customer.code AS customer, receipt.currency,
           date(day * 86400, 'unixepoch') AS day, amount_minor, left_minor, invoice_number, reference
    FROM receipt LEFT JOIN customer ON customer.id = receipt.customer_id;
