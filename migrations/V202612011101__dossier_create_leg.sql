-- Legs of a dossier that run beside the one its row shows: each is in the list of its own performer.
CREATE TABLE dossier_leg (
  dossier_id uuid NOT NULL,
  step bigint NOT NULL,
  step_name text NOT NULL,
  tray text NOT NULL,
  holder_role text NOT NULL,
  holder_agency_id uuid NOT NULL,
  holder_unit_id uuid,
  holder_office_id uuid,
  sort_at timestamptz NOT NULL,
  PRIMARY KEY (dossier_id, step)
);

CREATE INDEX dossier_leg_held_by_unit ON dossier_leg (holder_unit_id, holder_role, tray, sort_at, dossier_id);
CREATE INDEX dossier_leg_held_by_agency ON dossier_leg (holder_agency_id, holder_role, tray, sort_at, dossier_id);
CREATE INDEX dossier_leg_held_by_office ON dossier_leg (holder_office_id, holder_role, tray, sort_at, dossier_id);
CREATE INDEX dossier_leg_held_by_role ON dossier_leg (holder_role, tray, sort_at, dossier_id);
