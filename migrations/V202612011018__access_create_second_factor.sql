-- The second factor of an account and the recovery codes beside it. A secret counts once it is confirmed; the step of
-- the last code used is kept, so that no code opens twice.
CREATE TABLE access_factor (
  account_id uuid PRIMARY KEY REFERENCES access_account (id),
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_step bigint NOT NULL
);

CREATE TABLE access_recovery_code (
  account_id uuid NOT NULL REFERENCES access_account (id),
  digest text NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (account_id, digest)
);
