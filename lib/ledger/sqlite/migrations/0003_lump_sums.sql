-- What a law grants for each late invoice, apart from the fees that may stand in the same line's costs.
CREATE TABLE notice_lump_sum (
    notice_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    lump_sum_minor INTEGER NOT NULL CHECK (lump_sum_minor >= 0),  -- of the line's costs
    -- So much of the notice's fees is not claimed, because the lump sum of the line's invoice, of this
    -- notice or of an earlier one, is there for it.
    fees_in_it_minor INTEGER NOT NULL CHECK (fees_in_it_minor >= 0),
    PRIMARY KEY (notice_id, n),
    FOREIGN KEY (notice_id, n) REFERENCES notice_line (notice_id, n)
) STRICT;

CREATE TRIGGER notice_lump_sum_kept BEFORE UPDATE ON notice_lump_sum BEGIN
    SELECT raise(ABORT, 'notice_lump_sum rows are never changed');
END;
CREATE TRIGGER notice_lump_sum_stays BEFORE DELETE ON notice_lump_sum BEGIN
    SELECT raise(ABORT, 'notice_lump_sum rows are never deleted');
END;
