-- Open alerts as an officer's grants reach them, newest first: of whoever must act, and of whoever
-- watches over a place.
CREATE INDEX dossier_alert_held_by_unit ON dossier_alert (holder_unit_id, holder_role, seq)
  WHERE raised_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_alert_held_by_agency ON dossier_alert (holder_agency_id, holder_role, seq)
  WHERE raised_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_alert_held_by_office ON dossier_alert (holder_office_id, holder_role, seq)
  WHERE raised_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_alert_held_by_role ON dossier_alert (holder_role, seq)
  WHERE raised_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_alert_in_unit ON dossier_alert (holder_unit_id, seq)
  WHERE raised_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_alert_in_agency ON dossier_alert (competent_agency_id, seq)
  WHERE raised_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_alert_in_office ON dossier_alert (receiving_office_id, seq)
  WHERE raised_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_alert_anywhere ON dossier_alert (seq) WHERE raised_at IS NOT NULL AND settled_at IS NULL;
