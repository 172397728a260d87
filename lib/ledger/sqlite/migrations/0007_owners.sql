-- Whose money it is: what was found without the file's word, from a day on, and who has used a payment
-- reference before. Each import of invoices asks for the first, each returned payment for the second.
CREATE INDEX receipt_found_owner ON receipt (day) WHERE customer_given = 0 AND customer_id IS NOT NULL;
CREATE INDEX receipt_end_to_end ON receipt (end_to_end_id, customer_id) WHERE end_to_end_id <> '';
