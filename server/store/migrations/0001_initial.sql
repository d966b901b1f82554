-- Numbers are below 2^53. Times are microseconds since 1970 UTC. Roles and kinds are the numbers of the contract.
PRAGMA application_id = 0x436e636c;

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_us INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user,
  name TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;

CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  direct_key TEXT NOT NULL,
  topic TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  head INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  last_time_us INTEGER NOT NULL,
  members INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX room_name ON room (name) WHERE name <> '';
CREATE UNIQUE INDEX room_direct_key ON room (direct_key) WHERE direct_key <> '';
-- There is one lobby.
CREATE UNIQUE INDEX room_lobby ON room (kind) WHERE kind = 1;

-- Former members stay, with role 0.
CREATE TABLE member (
  room_id INTEGER NOT NULL REFERENCES room,
  user_id INTEGER NOT NULL REFERENCES user,
  role INTEGER NOT NULL,
  joined_seq INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_user ON member (user_id, room_id) WHERE role <> 0;

CREATE TABLE visibility (
  room_id INTEGER NOT NULL REFERENCES room,
  user_id INTEGER NOT NULL REFERENCES user,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id, from_seq)
) STRICT, WITHOUT ROWID;

-- The log. The checksum covers the other columns.
CREATE TABLE event (
  room_id INTEGER NOT NULL REFERENCES room,
  seq INTEGER NOT NULL,
  ends_for_user_id INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (room_id, seq)
) STRICT, WITHOUT ROWID;

-- Client-made ids begin with their time, so that a device's rows are appended.
CREATE TABLE command (
  device_id INTEGER NOT NULL,
  id BLOB NOT NULL,
  fingerprint INTEGER NOT NULL,
  room_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  time_us INTEGER NOT NULL,
  PRIMARY KEY (device_id, id)
) STRICT, WITHOUT ROWID;
