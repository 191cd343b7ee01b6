-- Who is who: every dossier names an agency, an office and officers of its time. Rows are never deleted.
CREATE TABLE organisation_agency (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL,
  parent_id uuid REFERENCES organisation_agency (id),
  valid_from date NOT NULL,
  valid_to date
);

CREATE TABLE organisation_unit (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  agency_id uuid NOT NULL REFERENCES organisation_agency (id),
  name text NOT NULL,
  kind text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  UNIQUE (agency_id, code)
);

CREATE TABLE organisation_office (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  agency_id uuid NOT NULL REFERENCES organisation_agency (id),
  name text NOT NULL,
  kind text NOT NULL,
  address text NOT NULL,
  phone text NOT NULL,
  counting text NOT NULL,
  valid_from date NOT NULL,
  valid_to date
);

CREATE TABLE organisation_staff (
  id uuid PRIMARY KEY,
  login text NOT NULL UNIQUE,
  name text NOT NULL,
  agency_id uuid NOT NULL REFERENCES organisation_agency (id),
  unit_id uuid NOT NULL REFERENCES organisation_unit (id),
  office_id uuid REFERENCES organisation_office (id),
  post text NOT NULL,
  valid_from date NOT NULL,
  valid_to date
);

-- Counts the changes, so that a process knows that its picture in memory is old.
CREATE TABLE organisation_edition (
  singleton bigint PRIMARY KEY CHECK (singleton = 1),
  number bigint NOT NULL
);

INSERT INTO organisation_edition (singleton, number) VALUES (1, 0);
