-- Wrong tries wait longer and longer, then the login is locked; an address has its own count beside that of a login.
ALTER TABLE access_attempt ADD COLUMN blocked_until timestamptz;
