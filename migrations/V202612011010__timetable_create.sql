-- The calendars of the installation: every change is a new edition, so that a due date can be explained with the
-- rules it was computed with. An edition is never edited; recomputed_at says when the open dossiers followed it.
CREATE TABLE timetable_edition (
  number bigint PRIMARY KEY,
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL,
  made_by_name text NOT NULL,
  reason text NOT NULL,
  content jsonb NOT NULL,
  recomputed_at timestamptz
);

-- How far the open dossiers are recomputed for an edition.
CREATE TABLE timetable_recompute (
  edition bigint PRIMARY KEY REFERENCES timetable_edition (number),
  total bigint NOT NULL,
  done bigint NOT NULL,
  moved bigint NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz
);
