-- Sign-ins that stand at a further step: the password was right, a code or a password of one's own is still missing.
CREATE TABLE access_sign_in (
  digest text PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES access_account (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  factor_passed boolean NOT NULL,
  user_agent text NOT NULL
);

CREATE INDEX access_sign_in_age ON access_sign_in (expires_at);
CREATE INDEX access_sign_in_of_account ON access_sign_in (account_id);
