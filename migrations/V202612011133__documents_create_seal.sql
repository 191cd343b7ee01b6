-- Seals are in somebody's custody at every moment, and every impression is on record against its result.
CREATE TABLE documents_seal (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL,
  owner_agency_id uuid NOT NULL,
  keeper_id uuid NOT NULL,
  kept_since date NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE INDEX documents_seal_of_owner ON documents_seal (owner_agency_id, name);

-- Biên bản bàn giao: one row for each change of hands, the first when the seal came into the register.
CREATE TABLE documents_seal_hand_over (
  id uuid PRIMARY KEY,
  seal_id uuid NOT NULL REFERENCES documents_seal (id),
  giver text NOT NULL,
  keeper_id uuid NOT NULL,
  minutes_no text NOT NULL,
  handed_on date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE INDEX documents_seal_hand_over_of_seal ON documents_seal_hand_over (seal_id, recorded_at);

-- An impression under words that no registered seal has keeps the words and no seal.
CREATE TABLE documents_impression (
  dossier_id uuid NOT NULL,
  version bigint NOT NULL,
  seal_id uuid,
  seal_text text NOT NULL,
  agency_id uuid NOT NULL,
  result_id uuid NOT NULL,
  dossier_code text NOT NULL,
  copies bigint NOT NULL,
  month bigint NOT NULL,
  sealed_by text NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (dossier_id, version)
);

CREATE INDEX documents_impression_of_seal ON documents_impression (seal_id, sealed_at);
CREATE INDEX documents_impression_of_month ON documents_impression (month, agency_id);
