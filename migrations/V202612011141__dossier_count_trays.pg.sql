-- How many dossiers lie in each tray of each holder, kept by every change of a row, so that the numbers beside the
-- navigation cost the same however much lies on a desk. Triggers keep them, because the release before this one writes
-- too. A holder without unit or office is kept under zeros. Officers of one desk act at the same time: each count is
-- spread over eight rows, and a move takes its two rows in one order, so that nobody waits in a circle.
CREATE TABLE dossier_count (
  tray text NOT NULL,
  holder_role text NOT NULL,
  holder_agency_id uuid NOT NULL,
  holder_unit_id uuid NOT NULL,
  holder_office_id uuid NOT NULL,
  shard bigint NOT NULL,
  dossiers bigint NOT NULL,
  PRIMARY KEY (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard)
) WITH (fillfactor = 50);

CREATE INDEX dossier_count_of_unit ON dossier_count (holder_unit_id, holder_role, tray);
CREATE INDEX dossier_count_of_agency ON dossier_count (holder_agency_id, holder_role, tray);
CREATE INDEX dossier_count_of_office ON dossier_count (holder_office_id, holder_role, tray);

-- Nobody writes between the count and the triggers.
LOCK TABLE dossier, dossier_leg IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO dossier_count (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard, dossiers)
SELECT tray, holder_role, coalesce(holder_agency_id, '00000000-0000-0000-0000-000000000000'),
  coalesce(holder_unit_id, '00000000-0000-0000-0000-000000000000'),
  coalesce(holder_office_id, '00000000-0000-0000-0000-000000000000'), 0, count(*)
FROM (
  SELECT tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier
  UNION ALL
  SELECT tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier_leg) AS held
WHERE holder_role IS NOT NULL AND tray IN ('intake', 'work', 'waiting', 'return')
GROUP BY 1, 2, 3, 4, 5;

CREATE FUNCTION dossier_count_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  nowhere CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  place CONSTANT bigint := (hashtext(coalesce(NEW.id, OLD.id)::text) & 7)::bigint;
BEGIN
  INSERT INTO dossier_count AS kept
    (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard, dossiers)
  SELECT moved.tray, moved.role, moved.agency, moved.unit, moved.office, place, moved.more
  FROM (VALUES
    (OLD.tray, OLD.holder_role, coalesce(OLD.holder_agency_id, nowhere), coalesce(OLD.holder_unit_id, nowhere),
      coalesce(OLD.holder_office_id, nowhere), -1),
    (NEW.tray, NEW.holder_role, coalesce(NEW.holder_agency_id, nowhere), coalesce(NEW.holder_unit_id, nowhere),
      coalesce(NEW.holder_office_id, nowhere), 1)) AS moved (tray, role, agency, unit, office, more)
  WHERE moved.role IS NOT NULL AND moved.tray IN ('intake', 'work', 'waiting', 'return')
  ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard)
  DO UPDATE SET dossiers = kept.dossiers + excluded.dossiers;
  RETURN NULL;
END;
$$;

CREATE TRIGGER dossier_count_come_and_go AFTER INSERT OR DELETE ON dossier
FOR EACH ROW EXECUTE FUNCTION dossier_count_keep();

CREATE TRIGGER dossier_count_move AFTER UPDATE ON dossier
FOR EACH ROW WHEN ((OLD.tray, OLD.holder_role, OLD.holder_agency_id, OLD.holder_unit_id, OLD.holder_office_id)
  IS DISTINCT FROM (NEW.tray, NEW.holder_role, NEW.holder_agency_id, NEW.holder_unit_id, NEW.holder_office_id))
EXECUTE FUNCTION dossier_count_keep();

-- Rows of legs are written anew and never changed in place. Several of one dossier fall into one shard.
CREATE FUNCTION dossier_count_keep_leg() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  nowhere CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  leg CONSTANT dossier_leg := coalesce(NEW, OLD);
BEGIN
  INSERT INTO dossier_count AS kept
    (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard, dossiers)
  VALUES (leg.tray, leg.holder_role, leg.holder_agency_id, coalesce(leg.holder_unit_id, nowhere),
    coalesce(leg.holder_office_id, nowhere), (hashtext(leg.dossier_id::text) & 7)::bigint,
    CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END)
  ON CONFLICT (tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, shard)
  DO UPDATE SET dossiers = kept.dossiers + excluded.dossiers;
  RETURN NULL;
END;
$$;

CREATE TRIGGER dossier_count_legs AFTER INSERT OR DELETE ON dossier_leg
FOR EACH ROW EXECUTE FUNCTION dossier_count_keep_leg();
