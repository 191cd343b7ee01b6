-- How many open dossiers follow each process, for the page of an office that draws the next one.
CREATE INDEX dossier_open_by_workflow ON dossier (workflow_id)
  WHERE tray IN ('intake', 'work', 'waiting', 'return');
