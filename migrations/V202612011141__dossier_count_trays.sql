-- How many dossiers lie in each tray of each holder, kept by every change of a row, so that the numbers beside the
-- navigation cost the same however much lies on a desk. Triggers keep them, because the release before this one writes
-- too. A holder without unit or office is kept under zeros.
CREATE TABLE dossier_count (
  tray text NOT NULL,
  holder_role text NOT NULL,
  holder_agency_id uuid NOT NULL,
  holder_unit_id uuid NOT NULL,
  holder_office_id uuid NOT NULL,
  shard bigint NOT NULL,
  dossiers bigint NOT NULL,
  PRIMARY KEY (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard)
);

CREATE INDEX dossier_count_of_unit ON dossier_count (holder_unit_id, holder_role, tray, dossiers);
CREATE INDEX dossier_count_of_agency ON dossier_count (holder_agency_id, holder_role, tray, dossiers);
CREATE INDEX dossier_count_of_office ON dossier_count (holder_office_id, holder_role, tray, dossiers);

INSERT INTO dossier_count (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard, dossiers)
SELECT tray, holder_role, coalesce(holder_agency_id, zeroblob(16)), coalesce(holder_unit_id, zeroblob(16)),
  coalesce(holder_office_id, zeroblob(16)), 0, count(*)
FROM (
  SELECT tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier
  UNION ALL
  SELECT tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier_leg) AS held
WHERE holder_role IS NOT NULL AND tray IN ('intake', 'work', 'waiting', 'return')
GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER dossier_count_insert AFTER INSERT ON dossier
WHEN NEW.holder_role IS NOT NULL AND NEW.tray IN ('intake', 'work', 'waiting', 'return')
BEGIN
  INSERT INTO dossier_count (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard, dossiers)
  VALUES (NEW.tray, NEW.holder_role, coalesce(NEW.holder_agency_id, zeroblob(16)),
    coalesce(NEW.holder_unit_id, zeroblob(16)), coalesce(NEW.holder_office_id, zeroblob(16)), 0, 1)
  ON CONFLICT (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard)
  DO UPDATE SET dossiers = dossiers + 1;
END;

CREATE TRIGGER dossier_count_update
AFTER UPDATE OF tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id ON dossier
WHEN OLD.tray IS NOT NEW.tray OR OLD.holder_role IS NOT NEW.holder_role
  OR OLD.holder_agency_id IS NOT NEW.holder_agency_id OR OLD.holder_unit_id IS NOT NEW.holder_unit_id
  OR OLD.holder_office_id IS NOT NEW.holder_office_id
BEGIN
  UPDATE dossier_count SET dossiers = dossiers - 1
  WHERE tray = OLD.tray AND holder_role = OLD.holder_role
    AND holder_agency_id = coalesce(OLD.holder_agency_id, zeroblob(16))
    AND holder_unit_id = coalesce(OLD.holder_unit_id, zeroblob(16))
    AND holder_office_id = coalesce(OLD.holder_office_id, zeroblob(16)) AND shard = 0;
  INSERT INTO dossier_count (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard, dossiers)
  SELECT NEW.tray, NEW.holder_role, coalesce(NEW.holder_agency_id, zeroblob(16)),
    coalesce(NEW.holder_unit_id, zeroblob(16)), coalesce(NEW.holder_office_id, zeroblob(16)), 0, 1
  WHERE NEW.holder_role IS NOT NULL AND NEW.tray IN ('intake', 'work', 'waiting', 'return')
  ON CONFLICT (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard)
  DO UPDATE SET dossiers = dossiers + 1;
END;

CREATE TRIGGER dossier_count_delete AFTER DELETE ON dossier
WHEN OLD.holder_role IS NOT NULL
BEGIN
  UPDATE dossier_count SET dossiers = dossiers - 1
  WHERE tray = OLD.tray AND holder_role = OLD.holder_role
    AND holder_agency_id = coalesce(OLD.holder_agency_id, zeroblob(16))
    AND holder_unit_id = coalesce(OLD.holder_unit_id, zeroblob(16))
    AND holder_office_id = coalesce(OLD.holder_office_id, zeroblob(16)) AND shard = 0;
END;

-- Rows of legs are written anew and never changed in place.
CREATE TRIGGER dossier_count_leg_insert AFTER INSERT ON dossier_leg
BEGIN
  INSERT INTO dossier_count (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard, dossiers)
  VALUES (NEW.tray, NEW.holder_role, NEW.holder_agency_id, coalesce(NEW.holder_unit_id, zeroblob(16)),
    coalesce(NEW.holder_office_id, zeroblob(16)), 0, 1)
  ON CONFLICT (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard)
  DO UPDATE SET dossiers = dossiers + 1;
END;

CREATE TRIGGER dossier_count_leg_delete AFTER DELETE ON dossier_leg
BEGIN
  UPDATE dossier_count SET dossiers = dossiers - 1
  WHERE tray = OLD.tray AND holder_role = OLD.holder_role AND holder_agency_id = OLD.holder_agency_id
    AND holder_unit_id = coalesce(OLD.holder_unit_id, zeroblob(16))
    AND holder_office_id = coalesce(OLD.holder_office_id, zeroblob(16)) AND shard = 0;
END;
