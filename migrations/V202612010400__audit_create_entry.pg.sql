-- Who read and did what outside the event log of dossiers. Append-only: what is written is never changed.
CREATE TABLE audit_entry (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  account_id uuid NOT NULL,
  actor_kind text NOT NULL,
  actor_name text NOT NULL,
  staff_id uuid,
  agency_id uuid,
  unit_id uuid,
  office_id uuid,
  subject_kind text NOT NULL,
  subject_id uuid,
  subject_code text NOT NULL,
  detail text NOT NULL,
  client text NOT NULL
);

CREATE INDEX audit_entry_when ON audit_entry (at, seq);
CREATE INDEX audit_entry_by_staff ON audit_entry (staff_id, at, seq);
CREATE INDEX audit_entry_by_code ON audit_entry (subject_code, at, seq);

CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END;
$$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse();

CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse();
