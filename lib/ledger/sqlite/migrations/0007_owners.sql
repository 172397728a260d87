-- Whose money it is: what was found without the file's word, from a day on, and who has used a payment
-- reference before. Each import of invoices asks for the first, each returned payment for the second.
CREATE INDEX receipt_found_owner ON receipt (day) WHERE customer_given = 0 AND customer_id IS NOT NULL;
CREATE INDEX receipt_end_to_end ON receipt (end_to_end_id, customer_id) WHERE end_to_end_id <> '';

-- 1: found by who paid alone, his account or his name. That is no evidence of whose account it is, and is
-- asked again when other evidence comes. NULL: the file, the money's text or a person says it; or the
-- ledger is of before schema 7.
ALTER TABLE receipt ADD COLUMN by_payer INTEGER CHECK (by_payer = 1);
CREATE INDEX receipt_by_payer ON receipt (payer_account, payer, end_to_end_id, customer_id) WHERE by_payer = 1;
