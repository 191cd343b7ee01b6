-- The officer named for the step that is due: lists show whose a dossier is, and an officer takes only what is nobody's.
ALTER TABLE dossier ADD COLUMN assignee_id uuid;
ALTER TABLE dossier_leg ADD COLUMN assignee_id uuid;

CREATE INDEX dossier_assigned ON dossier (assignee_id, tray, sort_at, id) WHERE assignee_id IS NOT NULL;
