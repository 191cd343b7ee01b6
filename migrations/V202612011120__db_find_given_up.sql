-- What was given up is counted for the doctor page, among millions of pieces that were done.
CREATE INDEX db_outbox_given_up ON db_outbox (topic) WHERE given_up_at IS NOT NULL;
