-- People must be able to reach the leaders who answer for an office: the telephone number of a post that is published on the portal. Empty where none is.
ALTER TABLE organisation_staff ADD COLUMN public_phone text NOT NULL DEFAULT '';
