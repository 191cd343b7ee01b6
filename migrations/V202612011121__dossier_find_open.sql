-- The plan of alerts is brought up to date after every start: it walks through the open dossiers in the order of
-- their identifiers, and must not read the closed ones between them.
CREATE INDEX dossier_open ON dossier (id) WHERE tray IN ('intake', 'work', 'waiting', 'return');
