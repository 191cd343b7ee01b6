-- Processes that an office draws itself: one draft a procedure, and versions published from a day
-- on. A published version is never edited, so that a dossier keeps the one it began with.
CREATE TABLE workflow_version (
  id uuid PRIMARY KEY,
  procedure_key text NOT NULL,
  -- The version of the procedure it was checked against, and the limit its budgets sum to.
  procedure_id uuid NOT NULL,
  limit_minutes bigint NOT NULL,
  published boolean NOT NULL,
  valid_from date,
  body jsonb NOT NULL,
  -- Counts the changes of a draft, so that two editors do not overwrite one another.
  edition bigint NOT NULL,
  -- Accounts that changed the draft: none of them publishes it.
  editors jsonb NOT NULL,
  edited_by_name text NOT NULL,
  edited_at timestamptz NOT NULL,
  published_by_name text NOT NULL,
  published_at timestamptz
);

CREATE UNIQUE INDEX workflow_version_draft ON workflow_version (procedure_key) WHERE NOT published;

CREATE INDEX workflow_version_term ON workflow_version (procedure_key, valid_from) WHERE published;
