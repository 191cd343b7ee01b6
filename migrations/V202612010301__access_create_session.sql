-- Open sessions, tries to sign in, and bearer tokens. Only digests are kept: who reads the tables cannot sign in.
CREATE TABLE access_session (
  digest text PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES access_account (id),
  csrf text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  user_agent text NOT NULL
);

CREATE INDEX access_session_of_account ON access_session (account_id, created_at);

CREATE TABLE access_attempt (
  login_digest text PRIMARY KEY,
  tries bigint NOT NULL,
  window_ends_at timestamptz NOT NULL
);

CREATE INDEX access_attempt_age ON access_attempt (window_ends_at);

CREATE TABLE access_token (
  id uuid PRIMARY KEY,
  digest text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL,
  scope text NOT NULL,
  created_at timestamptz NOT NULL,
  valid_to timestamptz,
  revoked_at timestamptz
);
