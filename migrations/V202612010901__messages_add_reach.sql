-- Who watches over messages sees those of the own agency or office only; a message also says which
-- event of the log it tells about.
ALTER TABLE messages_message ADD COLUMN seq bigint;
ALTER TABLE messages_message ADD COLUMN agency_id uuid;
ALTER TABLE messages_message ADD COLUMN office_id uuid;
