-- One name space for everything that can be dialled: a number of a meeting can never be a user's name.
CREATE TABLE IF NOT EXISTS dial_name (
  name          VARCHAR(128) NOT NULL,
  kind          VARCHAR(7)   NOT NULL,
  organizer     VARCHAR(400),
  conference_id VARCHAR(32),
  created       TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  PRIMARY KEY (name),
  CONSTRAINT dial_name_of_conference UNIQUE (organizer, conference_id),
  CONSTRAINT dial_name_lower_case CHECK (name = LOWER(name)),
  CONSTRAINT dial_name_kind CHECK (
       (kind = 'USER' AND organizer IS NULL AND conference_id IS NULL)
    OR (kind = 'MEETING' AND organizer IS NOT NULL AND conference_id IS NOT NULL))
);

CREATE TABLE IF NOT EXISTS app_user (
  name       VARCHAR(128) NOT NULL,
  realm      VARCHAR(255) NOT NULL,
  ha1_md5    CHAR(32)     NOT NULL,
  ha1_sha256 CHAR(64)     NOT NULL,
  created    TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  PRIMARY KEY (name),
  CONSTRAINT app_user_is_dialled FOREIGN KEY (name) REFERENCES dial_name (name)
);

-- The conferences that should be running.
CREATE TABLE IF NOT EXISTS active_conference (
  focus_key     CHAR(20)     NOT NULL,
  organizer     VARCHAR(400) NOT NULL,
  conference_id VARCHAR(32)  NOT NULL,
  since         TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (focus_key)
);
