-- Opinions asked outside the process and waited for: whoever was asked finds the dossier. Rows go when
-- the opinion has come; the dossier itself keeps what was said.
CREATE TABLE dossier_opinion (
  dossier_id uuid NOT NULL,
  no bigint NOT NULL,
  agency_id uuid NOT NULL,
  unit_id uuid,
  question text NOT NULL,
  asked_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (dossier_id, no)
);

CREATE INDEX dossier_opinion_of_unit ON dossier_opinion (unit_id, due_at, dossier_id, no);
CREATE INDEX dossier_opinion_of_agency ON dossier_opinion (agency_id, due_at, dossier_id, no);
CREATE INDEX dossier_opinion_by_date ON dossier_opinion (due_at, dossier_id, no);
