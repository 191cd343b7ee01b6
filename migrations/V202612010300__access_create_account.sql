-- Who may sign in, and what an officer may do there. Grants are ended, never deleted: an auditor asks who could.
CREATE TABLE access_account (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  staff_id uuid UNIQUE,
  personal_id text,
  phone text,
  email text,
  address text,
  born_on date,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  closed_at timestamptz
);

-- What an account can be called by: an officer's name, a telephone number or an e-mail address.
CREATE TABLE access_login (
  login text PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES access_account (id)
);

CREATE INDEX access_login_of_account ON access_login (account_id);

CREATE TABLE access_grant (
  account_id uuid NOT NULL REFERENCES access_account (id),
  role text NOT NULL,
  scope text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  granted_by uuid NOT NULL,
  decision_no text NOT NULL,
  PRIMARY KEY (account_id, role, scope, valid_from)
);

CREATE INDEX access_grant_holders ON access_grant (role, scope);
