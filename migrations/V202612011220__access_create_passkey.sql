-- Passkeys of officers: keys that a device keeps and that prove who signs in, without a secret that could be told to
-- somebody else. The counter is what the device told last; one that counts backwards was copied.
CREATE TABLE access_passkey (
  credential text PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES access_account (id),
  name text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE INDEX access_passkey_of_account ON access_passkey (account_id, created_at);

-- What devices were asked to sign and have not signed yet: only the digest of it, for what it was asked and of whom.
CREATE TABLE access_passkey_challenge (
  digest text PRIMARY KEY,
  purpose text NOT NULL,
  asked_of text NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX access_passkey_challenge_age ON access_passkey_challenge (expires_at);
