-- The same rules for notices and deliveries as before, without IN (...): of more than two texts the database
-- makes a table of its own for each row that is written, which costs as much as the row.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(sql, 'kind IN (''dunning'', ''installment_reminder'', ''plan_thanks'')',
                  'kind = ''dunning'' OR kind = ''installment_reminder'' OR kind = ''plan_thanks''')
WHERE type = 'table' AND name = 'notice';
UPDATE sqlite_schema
SET sql = replace(sql, 'state IN' || char(10) ||
                  '        (''draft'', ''queued'', ''sending'', ''final'', ''sent'', ''uncertain'', ''failed'', ''cancelled'')',
                  'state = ''draft'' OR state = ''queued'' OR state = ''sending'' OR state = ''final''' || char(10) ||
                  '        OR state = ''sent'' OR state = ''uncertain'' OR state = ''failed'' OR state = ''cancelled''')
WHERE type = 'table' AND name = 'delivery';
PRAGMA writable_schema = RESET;
