-- The process of each procedure version: immutable, so that a dossier keeps the one it began with.
CREATE TABLE workflow_definition (
  id uuid PRIMARY KEY,
  procedure_id uuid NOT NULL UNIQUE,
  body jsonb NOT NULL
);
