-- Counts the imports, so that every process notices that its copy in memory is old.
CREATE TABLE catalogue_edition (
  singleton bigint PRIMARY KEY CHECK (singleton = 1),
  number bigint NOT NULL
);

INSERT INTO catalogue_edition (singleton, number) VALUES (1, 0);
