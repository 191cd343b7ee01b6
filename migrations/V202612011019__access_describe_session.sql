-- A session knows from where it was opened and whether a second factor was shown. Older ones were opened without.
ALTER TABLE access_session ADD COLUMN address text NOT NULL DEFAULT '';
ALTER TABLE access_session ADD COLUMN second_factor boolean NOT NULL DEFAULT FALSE;
