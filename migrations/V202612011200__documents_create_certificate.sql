-- Certificates to sign with: whose, until when, and where the key lies. The key itself is never here.
CREATE TABLE documents_certificate (
  id uuid PRIMARY KEY,
  staff_id uuid NOT NULL,
  agency_id uuid,
  subject text NOT NULL,
  issuer text NOT NULL,
  serial text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz NOT NULL,
  chain bytea NOT NULL,
  kept_in text NOT NULL,
  place text NOT NULL,
  key_label text NOT NULL,
  registered_by text NOT NULL,
  registered_at timestamptz NOT NULL,
  ended_at timestamptz,
  tries bigint NOT NULL,
  locked_until timestamptz
);

CREATE INDEX documents_certificate_of_staff ON documents_certificate (staff_id, registered_at);
