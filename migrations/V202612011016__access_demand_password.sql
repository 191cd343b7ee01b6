-- A first password made by an administrator opens nothing but the page that changes it, and lapses.
ALTER TABLE access_account ADD COLUMN must_change_password boolean NOT NULL DEFAULT FALSE;
ALTER TABLE access_account ADD COLUMN password_valid_to timestamptz;
