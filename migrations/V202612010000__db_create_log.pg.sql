-- The event log: append-only, so that every figure can be recomputed from what happened.
-- The transaction number orders events the way readers may trust.
CREATE TABLE db_event (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  txid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  version bigint NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  actor_id uuid NOT NULL,
  actor_name text NOT NULL,
  body jsonb NOT NULL,
  UNIQUE (subject_id, version)
);

CREATE INDEX db_event_in_order ON db_event (txid, seq);

CREATE FUNCTION db_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the event log is append-only';
END;
$$;

CREATE TRIGGER db_event_append_only BEFORE UPDATE OR DELETE ON db_event
FOR EACH ROW EXECUTE FUNCTION db_event_refuse();

CREATE TRIGGER db_event_no_truncate BEFORE TRUNCATE ON db_event
FOR EACH STATEMENT EXECUTE FUNCTION db_event_refuse();

CREATE TABLE db_cursor (
  follower text PRIMARY KEY,
  txid bigint NOT NULL,
  seq bigint NOT NULL
);
