-- Which edition of the calendars a dossier was computed with. An open one follows each new edition, found by the
-- index; one whose clock has ended keeps the edition it ended with for ever.
ALTER TABLE dossier ADD COLUMN calendar_edition bigint NOT NULL DEFAULT 1;

CREATE INDEX dossier_following ON dossier (calendar_edition, id)
  WHERE code IS NOT NULL AND resolved_at IS NULL AND closed_at IS NULL;
