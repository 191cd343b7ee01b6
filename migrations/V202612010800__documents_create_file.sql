-- Files people hand in: one row a file; the bytes lie in the file store under their digest.
CREATE TABLE documents_file (
  id uuid PRIMARY KEY,
  sha256 text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  pages bigint,
  uploaded_by uuid NOT NULL,
  dossier_id uuid NOT NULL,
  kept boolean NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE INDEX documents_file_of_object ON documents_file (sha256);
CREATE INDEX documents_file_waiting ON documents_file (created_at, id) WHERE kept IS FALSE;
