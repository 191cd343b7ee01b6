-- Who an identity provider says somebody is, and to which account that leads. Subjects are never reused by a provider.
CREATE TABLE access_identity (
  provider text NOT NULL,
  subject text NOT NULL,
  account_id uuid NOT NULL REFERENCES access_account (id),
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (provider, subject)
);

CREATE UNIQUE INDEX access_identity_of_account ON access_identity (account_id, provider);

-- Ways to a provider and back that are not finished. The identity is there between coming back and the choice of an
-- account, and goes with the row.
CREATE TABLE access_identification (
  digest text PRIMARY KEY,
  provider text NOT NULL,
  state text NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  next text NOT NULL,
  expires_at timestamptz NOT NULL,
  identity jsonb
);

CREATE INDEX access_identification_age ON access_identification (expires_at);
