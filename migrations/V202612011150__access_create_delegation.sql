-- Who signs for a leader, for which procedures, from when to when and by which paper. The role itself is a grant that begins at granted_from; rows are ended, never deleted.
CREATE TABLE access_delegation (
  id uuid PRIMARY KEY,
  delegator_id uuid NOT NULL,
  delegate_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  capacity text NOT NULL,
  cover text NOT NULL,
  field text NOT NULL,
  document_no text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  granted_from timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE INDEX access_delegation_of_delegate ON access_delegation (delegate_id, agency_id);

-- The procedures of a delegation that names them one by one.
CREATE TABLE access_delegation_procedure (
  delegation_id uuid NOT NULL REFERENCES access_delegation (id),
  procedure_code text NOT NULL,
  field text NOT NULL,
  PRIMARY KEY (delegation_id, procedure_code)
);
