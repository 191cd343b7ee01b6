-- Signatures on results. A file is signed first and claimed by the transaction of the decision or the sealing: until then
-- nobody sees it, and whatever cuts the work off leaves a signature that the next try may use or replace.
CREATE TABLE documents_signature (
  result_id uuid NOT NULL,
  purpose text NOT NULL,
  dossier_id uuid NOT NULL,
  version bigint NOT NULL,
  account_id uuid NOT NULL,
  certificate_id uuid NOT NULL,
  file_id uuid NOT NULL,
  base_file_id uuid,
  first_no bigint NOT NULL,
  last_no bigint NOT NULL,
  signed_at timestamptz NOT NULL,
  claim_at bigint NOT NULL,
  seal_place text NOT NULL,
  kept_at timestamptz,
  PRIMARY KEY (result_id, purpose)
);
