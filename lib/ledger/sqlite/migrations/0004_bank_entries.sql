-- What each kind of file calls an entry of a bank account: a statement tells of it with the bank's
-- reference, a notification with another or with none, an MT940 by the account's number instead of its
-- IBAN. By these names an entry is the same in all of them, and by those whose batches stand it is known,
-- with as many receipts as the fullest telling has. Entries of before have their own code alone.
CREATE TABLE bank_entry_name (
    entry_id INTEGER NOT NULL REFERENCES bank_entry (id),
    source TEXT NOT NULL,  -- the kind of file: 'camt.053', 'camt.054', 'mt940', 'ofx', 'bai2'
    account TEXT NOT NULL,
    code TEXT NOT NULL,
    is_reference INTEGER NOT NULL CHECK (is_reference IN (0, 1)),  -- the bank's; else made of contents
    details INTEGER NOT NULL,  -- receipts that it tells of; -1: that the entry is wrong
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    -- For each batch that tells of it: none before it is taken back alone.
    PRIMARY KEY (account, code, source, batch_id, details)
) STRICT;
CREATE INDEX bank_entry_name_entry ON bank_entry_name (entry_id, source);
CREATE INDEX bank_entry_name_batch ON bank_entry_name (batch_id);
CREATE INDEX bank_entry_day ON bank_entry (booked, amount_minor);

CREATE TRIGGER bank_entry_name_kept BEFORE UPDATE ON bank_entry_name BEGIN
    SELECT raise(ABORT, 'bank_entry_name rows are never changed');
END;
CREATE TRIGGER bank_entry_name_stays BEFORE DELETE ON bank_entry_name BEGIN
    SELECT raise(ABORT, 'bank_entry_name rows are never deleted');
END;

-- Money whose owner was found, by its day: an invoice that comes later may be what it names.
CREATE INDEX receipt_found ON receipt (day) WHERE customer_given = 0 AND customer_id IS NOT NULL;
