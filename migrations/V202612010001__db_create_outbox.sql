-- Work for the outside, remembered answers, and numbers: all written with what caused them.
CREATE TABLE db_outbox (
  id uuid PRIMARY KEY,
  topic text NOT NULL,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  tries bigint NOT NULL,
  leased_until timestamptz,
  done_at timestamptz,
  last_error text
);

CREATE INDEX db_outbox_waiting ON db_outbox (topic, next_at, id) WHERE done_at IS NULL;

CREATE TABLE db_idempotency (
  account_id uuid NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  answer jsonb,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, key)
);

CREATE INDEX db_idempotency_age ON db_idempotency (at);

CREATE TABLE db_number (
  series text PRIMARY KEY,
  last bigint NOT NULL
);
