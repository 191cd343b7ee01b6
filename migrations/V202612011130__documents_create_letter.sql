-- Letters to people (Mẫu 02 to 05) have numbers of their own book, taken with the event that calls for them.
CREATE TABLE documents_letter (
  dossier_id uuid NOT NULL,
  version bigint NOT NULL,
  form text NOT NULL,
  number text NOT NULL,
  issued_at timestamptz NOT NULL,
  PRIMARY KEY (dossier_id, version)
);
