-- Bytes that several files share get a row of their own: while they are being removed it says since
-- when, and no new file is tied to bytes that are about to go. Files that no filed dossier names yet
-- are looked at from time to time, because a draft may still name them.
CREATE TABLE documents_object (
  sha256 text PRIMARY KEY,
  leaving_at timestamptz
);

INSERT INTO documents_object (sha256) SELECT DISTINCT sha256 FROM documents_file;

CREATE INDEX documents_object_leaving ON documents_object (leaving_at, sha256) WHERE leaving_at IS NOT NULL;

ALTER TABLE documents_file ADD COLUMN look_at timestamptz;
