-- The event log: append-only, so that every figure can be recomputed from what happened.
CREATE TABLE db_event (
  seq integer PRIMARY KEY AUTOINCREMENT,
  txid bigint NOT NULL DEFAULT 0,
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

CREATE TRIGGER db_event_no_update BEFORE UPDATE ON db_event
BEGIN
  SELECT RAISE(ABORT, 'the event log is append-only');
END;

CREATE TRIGGER db_event_no_delete BEFORE DELETE ON db_event
BEGIN
  SELECT RAISE(ABORT, 'the event log is append-only');
END;

CREATE TABLE db_cursor (
  follower text PRIMARY KEY,
  txid bigint NOT NULL,
  seq bigint NOT NULL
);
