-- Work that failed too often is put away and stays visible, instead of being tried for ever.
ALTER TABLE db_outbox ADD COLUMN given_up_at timestamptz;
