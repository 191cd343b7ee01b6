-- The paper of a decided result: its number in the book of its kind, taken with the decision, and the files made of it.
CREATE TABLE documents_result (
  result_id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  paper text NOT NULL,
  book text NOT NULL,
  first_no bigint NOT NULL,
  last_no bigint NOT NULL,
  decided_at timestamptz NOT NULL,
  file_id uuid,
  look_at timestamptz NOT NULL
);

CREATE INDEX documents_result_of_dossier ON documents_result (dossier_id, decided_at);
CREATE INDEX documents_result_waiting ON documents_result (look_at) WHERE file_id IS NULL;
