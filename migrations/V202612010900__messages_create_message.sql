-- Messages to people, one row each, written in the transaction of the step they tell about.
-- Nothing personal but the address.
CREATE TABLE messages_message (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  code text NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  recipient text,
  text text NOT NULL,
  created_at timestamptz NOT NULL,
  state text NOT NULL,
  tries bigint NOT NULL,
  last_error text,
  sent_at timestamptz
);

CREATE INDEX messages_message_of_dossier ON messages_message (dossier_id, id);
CREATE INDEX messages_message_of_code ON messages_message (code, id);
CREATE INDEX messages_message_in_state ON messages_message (state, id);
