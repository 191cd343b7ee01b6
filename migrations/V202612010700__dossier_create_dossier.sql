-- One row a dossier: what lists and look-ups need in columns, the rest in one document.
CREATE TABLE dossier (
  id uuid PRIMARY KEY,
  version bigint NOT NULL,
  code text UNIQUE,
  state text NOT NULL,
  tray text NOT NULL,
  procedure_id uuid NOT NULL,
  procedure_code text NOT NULL,
  procedure_name text NOT NULL,
  field text NOT NULL,
  instant boolean NOT NULL,
  workflow_id uuid NOT NULL,
  channel text NOT NULL,
  account_id uuid,
  receiving_office_id uuid NOT NULL,
  office_agency_id uuid NOT NULL,
  competent_agency_id uuid NOT NULL,
  holder jsonb,
  holder_role text,
  holder_agency_id uuid,
  holder_unit_id uuid,
  holder_office_id uuid,
  step bigint,
  step_name text NOT NULL,
  owner_name text NOT NULL,
  owner_folded text NOT NULL,
  owner_number text,
  owner_phone text,
  created_at timestamptz NOT NULL,
  submitted_at timestamptz,
  received_at timestamptz,
  due_at timestamptz,
  late_after timestamptz,
  resolved_at timestamptz,
  returned_at timestamptz,
  closed_at timestamptz,
  sort_at timestamptz NOT NULL,
  content jsonb NOT NULL
);

CREATE INDEX dossier_held_by_unit ON dossier (holder_unit_id, holder_role, tray, sort_at, id);
CREATE INDEX dossier_held_by_agency ON dossier (holder_agency_id, holder_role, tray, sort_at, id);
CREATE INDEX dossier_held_by_office ON dossier (holder_office_id, holder_role, tray, sort_at, id);
CREATE INDEX dossier_held_by_role ON dossier (holder_role, tray, sort_at, id);
CREATE INDEX dossier_of_account ON dossier (account_id, created_at, id);
CREATE INDEX dossier_of_number ON dossier (owner_number, created_at, id);
CREATE INDEX dossier_of_phone ON dossier (owner_phone, created_at, id);
CREATE INDEX dossier_of_owner ON dossier (owner_folded, created_at, id);
CREATE INDEX dossier_of_agency ON dossier (competent_agency_id, id);
CREATE INDEX dossier_of_agency_in_state ON dossier (competent_agency_id, state, id);
CREATE INDEX dossier_in_state ON dossier (state, id);
