-- What somebody has to be told when a moment comes: planned with every command, raised once by a
-- worker, settled when its ground is gone. Two alerts of a kind differ in the moment they are about.
CREATE TABLE dossier_alert (
  dossier_id uuid NOT NULL,
  kind text NOT NULL,
  about_at timestamptz NOT NULL,
  raise_at timestamptz NOT NULL,
  raised_at timestamptz,
  seq bigint,
  settled_at timestamptz,
  holder_role text,
  holder_agency_id uuid,
  holder_unit_id uuid,
  holder_office_id uuid,
  competent_agency_id uuid,
  receiving_office_id uuid,
  PRIMARY KEY (dossier_id, kind, about_at)
);

CREATE INDEX dossier_alert_due ON dossier_alert (raise_at, dossier_id) WHERE raised_at IS NULL;
