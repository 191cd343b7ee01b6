-- Everyday words for the search. They are no law: replaced as a whole when new ones are imported.
CREATE TABLE catalogue_synonym (
  place bigint PRIMARY KEY,
  phrase text NOT NULL,
  means text NOT NULL,
  keys jsonb NOT NULL
);
