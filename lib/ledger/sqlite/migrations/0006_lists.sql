-- What lists of all that is open have settled is asked for by account.
CREATE INDEX receipt_of_list ON receipt (customer_id, currency) WHERE method GLOB 'snapshot*';
