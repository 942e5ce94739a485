-- Contact lists of users; a list that was never changed has no row.
CREATE TABLE IF NOT EXISTS contact_list (
  owner_name VARCHAR(128) NOT NULL,
  -- Grows by one with each change; clients call it deltaNum.
  number     BIGINT       NOT NULL,
  PRIMARY KEY (owner_name),
  CONSTRAINT contact_list_of_user FOREIGN KEY (owner_name) REFERENCES app_user (name) ON DELETE CASCADE
);

-- All groups but the one of those who are in no other: that one is always there.
CREATE TABLE IF NOT EXISTS contact_group (
  owner_name VARCHAR(128) NOT NULL,
  group_id   INTEGER      NOT NULL,
  group_name VARCHAR(256) NOT NULL,
  PRIMARY KEY (owner_name, group_id),
  CONSTRAINT contact_group_of_list FOREIGN KEY (owner_name) REFERENCES contact_list (owner_name) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS contact (
  owner_name   VARCHAR(128)  NOT NULL,
  uri          VARCHAR(400)  NOT NULL,
  display_name VARCHAR(256)  NOT NULL,
  -- Ids of groups, a blank between two.
  group_ids    VARCHAR(4000) NOT NULL,
  PRIMARY KEY (owner_name, uri),
  CONSTRAINT contact_of_list FOREIGN KEY (owner_name) REFERENCES contact_list (owner_name) ON DELETE CASCADE
);
