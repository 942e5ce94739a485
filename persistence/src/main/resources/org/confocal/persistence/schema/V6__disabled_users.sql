-- A disabled user keeps everything but cannot prove who he is.
ALTER TABLE app_user ADD COLUMN IF NOT EXISTS disabled BOOLEAN DEFAULT FALSE NOT NULL;

-- Names that were users: their meetings stay and are not activated, unlike those of names that never were one.
CREATE TABLE IF NOT EXISTS former_user (
  name VARCHAR(128) NOT NULL,
  PRIMARY KEY (name)
);
