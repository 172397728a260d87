-- Whose money it is: what was found without the file's word, from a day on, and who has used a payment
-- reference before. Each import of invoices asks for the first, each returned payment for the second.
CREATE INDEX receipt_found_owner ON receipt (day) WHERE customer_given = 0 AND customer_id IS NOT NULL;
CREATE INDEX receipt_end_to_end ON receipt (end_to_end_id, customer_id) WHERE end_to_end_id <> '';

-- 1: found by who paid alone, his account or his name; 2: by digits in the text that may be another number,
-- where nothing known of who paid speaks against it. Neither is evidence of whose account it is, and both are
-- asked again when other evidence comes. NULL: the file, the money's text or a person says it; or the ledger is
-- of before schema 7.
ALTER TABLE receipt ADD COLUMN found_by INTEGER CHECK (found_by IN (1, 2));
CREATE INDEX receipt_found_by ON receipt (payer_account, payer, end_to_end_id, customer_id)
    WHERE found_by IS NOT NULL;
