-- Life events lead people to procedures in the order they are done. Like the everyday words they are no law: replaced as a whole when new ones are imported.
CREATE TABLE catalogue_event (
  place bigint PRIMARY KEY,
  body jsonb NOT NULL
);
