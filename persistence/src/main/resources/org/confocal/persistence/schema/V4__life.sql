-- What conferences may be, and whose. The policy of all others is the one called default, or that of the settings.
CREATE TABLE IF NOT EXISTS conference_policy (
  name         VARCHAR(32) NOT NULL,
  meeting_size INTEGER     NOT NULL,
  anonymous    BOOLEAN     NOT NULL,
  dial_out     BOOLEAN     NOT NULL,
  recording    BOOLEAN     NOT NULL,
  PRIMARY KEY (name),
  CONSTRAINT conference_policy_size CHECK (meeting_size > 0)
);

CREATE TABLE IF NOT EXISTS user_policy (
  user_uri VARCHAR(400) NOT NULL,
  policy   VARCHAR(32)  NOT NULL,
  PRIMARY KEY (user_uri),
  CONSTRAINT user_policy_is_known FOREIGN KEY (policy) REFERENCES conference_policy (name)
);
