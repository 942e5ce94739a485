-- Views of the journals of the foci. Nothing here is the truth: it can be made again from the journal.

-- How far each journal has been read; changed in the transaction that writes its rows.
CREATE TABLE IF NOT EXISTS record_cursor (
  focus_key   VARCHAR(20) NOT NULL,
  sequence_nr BIGINT      NOT NULL,
  revision    BIGINT      NOT NULL,
  activation  BIGINT      NOT NULL,
  present     INTEGER     NOT NULL,
  PRIMARY KEY (focus_key)
);

CREATE TABLE IF NOT EXISTS conference_event (
  focus_key   VARCHAR(20)  NOT NULL,
  revision    BIGINT       NOT NULL,
  at          TIMESTAMP WITH TIME ZONE NOT NULL,
  kind        VARCHAR(32)  NOT NULL,
  participant VARCHAR(400),
  leg         INTEGER,
  detail      VARCHAR(512) NOT NULL,
  PRIMARY KEY (focus_key, revision)
);

CREATE TABLE IF NOT EXISTS conference_record (
  focus_key      VARCHAR(20)  NOT NULL,
  activation     BIGINT       NOT NULL,
  conference_uri VARCHAR(512) NOT NULL,
  subject        VARCHAR(256) NOT NULL,
  organizer      VARCHAR(400) NOT NULL,
  number         VARCHAR(15)  NOT NULL,
  started        TIMESTAMP WITH TIME ZONE NOT NULL,
  ended          TIMESTAMP WITH TIME ZONE,
  why            VARCHAR(32),
  legs           INTEGER      NOT NULL,
  peak           INTEGER      NOT NULL,
  PRIMARY KEY (focus_key, activation)
);

CREATE INDEX IF NOT EXISTS conference_record_started ON conference_record (started, focus_key);

CREATE TABLE IF NOT EXISTS leg_record (
  focus_key    VARCHAR(20)  NOT NULL,
  leg          INTEGER      NOT NULL,
  activation   BIGINT       NOT NULL,
  participant  VARCHAR(400) NOT NULL,
  display_name VARCHAR(256) NOT NULL,
  role         VARCHAR(16)  NOT NULL,
  kind         VARCHAR(16)  NOT NULL,
  media        VARCHAR(128) NOT NULL,
  call_id      VARCHAR(256) NOT NULL,
  peer         VARCHAR(128) NOT NULL,
  joined       TIMESTAMP WITH TIME ZONE NOT NULL,
  left_at      TIMESTAMP WITH TIME ZONE,
  why          VARCHAR(32),
  PRIMARY KEY (focus_key, leg)
);
