-- Versions of procedures. A dossier keeps the version of its receipt day, so a version is neither
-- deleted nor edited: a change closes it and opens the next one.
CREATE TABLE catalogue_procedure (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  variant bigint NOT NULL,
  name_folded text NOT NULL,
  field text NOT NULL,
  owner_kind text NOT NULL,
  published boolean NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL
);

-- One version of a variant a day. A version replaced on the day it began was never in force.
CREATE UNIQUE INDEX catalogue_procedure_version ON catalogue_procedure (code, variant, valid_from)
  WHERE valid_to IS NULL OR valid_to > valid_from;

CREATE INDEX catalogue_procedure_term ON catalogue_procedure (valid_from, valid_to);
