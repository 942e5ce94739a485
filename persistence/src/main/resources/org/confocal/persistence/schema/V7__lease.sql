-- Who may decide what becomes of a divided cluster: whose row has not expired by the clock of the database.
CREATE TABLE IF NOT EXISTS lease (
  name       VARCHAR(200)             NOT NULL,
  owner      VARCHAR(400)             NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (name)
);
