#ifndef CONCLAVE_SERVER_STORE_SQLITE_SQL_H_
#define CONCLAVE_SERVER_STORE_SQLITE_SQL_H_

// Every statement the store runs, apart from the migrations. Parameters are bound in their order; columns are read by
// their place in the list.
namespace conclave::store::sql {

// Of every connection. The log is overwritten in place rather than truncated: flushing a file that grows costs ten
// times as much. Checkpoints are made by Checkpoint() and by the writer, never within a commit.
inline constexpr char kConfigure[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
    "PRAGMA journal_size_limit = -1; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
    "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY";
// KiB of cached pages.
inline constexpr char kConfigureWriter[] = "PRAGMA cache_size = -16384";
inline constexpr char kConfigureReader[] = "PRAGMA cache_size = -4096; PRAGMA query_only = ON";

inline constexpr char kBeginRead[] = "BEGIN";
inline constexpr char kBeginWrite[] = "BEGIN IMMEDIATE";
inline constexpr char kCommit[] = "COMMIT";
inline constexpr char kRollback[] = "ROLLBACK";

inline constexpr char kSelectPageSize[] = "PRAGMA page_size";
inline constexpr char kSelectSchema[] = "PRAGMA user_version";
inline constexpr char kSelectApplication[] = "PRAGMA application_id";
inline constexpr char kCountTables[] = "SELECT count(*) FROM sqlite_schema";
inline constexpr char kInsertEpoch[] =
    "INSERT INTO meta (name, value) VALUES ('epoch', ?) ON CONFLICT (name) DO NOTHING";
inline constexpr char kSelectEpoch[] = "SELECT value FROM meta WHERE name = 'epoch'";

// Columns of rows, in the order rows.cc reads them.
#define CONCLAVE_USER_COLUMNS "user.id, user.name, user.created_us"
#define CONCLAVE_ROOM_COLUMNS                                                                               \
  "room.id, room.kind, room.name, room.direct_key, room.topic, room.created_us, room.head, room.messages, " \
  "room.last_time_us, room.members"
#define CONCLAVE_MEMBER_COLUMNS "member.room_id, member.user_id, member.role, member.joined_seq, member.messages"

inline constexpr char kSelectHighestIds[] = "SELECT (SELECT max(id) FROM user), (SELECT max(id) FROM device)";

inline constexpr char kSelectUser[] = "SELECT " CONCLAVE_USER_COLUMNS " FROM user WHERE id = ?";
inline constexpr char kSelectUserByName[] = "SELECT " CONCLAVE_USER_COLUMNS " FROM user WHERE name = ?";
inline constexpr char kSelectDevice[] = "SELECT id, user_id, name, created_us FROM device WHERE id = ?";

// What an index on some rows covers is repeated in each condition, or it would not be used.
inline constexpr char kSelectRoom[] = "SELECT " CONCLAVE_ROOM_COLUMNS " FROM room WHERE id = ?";
inline constexpr char kSelectRoomByName[] = "SELECT " CONCLAVE_ROOM_COLUMNS " FROM room WHERE name = ? AND name <> ''";
inline constexpr char kSelectRoomByDirectKey[] =
    "SELECT " CONCLAVE_ROOM_COLUMNS " FROM room WHERE direct_key = ? AND direct_key <> ''";
inline constexpr char kSelectLobby[] = "SELECT " CONCLAVE_ROOM_COLUMNS " FROM room WHERE kind = 1";
// lower() knows ASCII alone; instr() knows no wildcards.
inline constexpr char kFindPublicRooms[] =
    "SELECT " CONCLAVE_ROOM_COLUMNS
    " FROM room WHERE name <> '' AND name > ?2 AND kind IN (1, 2) AND instr(lower(name), ?1) > 0"
    " ORDER BY name LIMIT ?3";

inline constexpr char kSelectMember[] =
    "SELECT " CONCLAVE_MEMBER_COLUMNS " FROM member WHERE room_id = ? AND user_id = ?";
inline constexpr char kSelectMembers[] = "SELECT " CONCLAVE_MEMBER_COLUMNS
                                         ", user.name FROM member JOIN user ON user.id = member.user_id"
                                         " WHERE room_id = ? AND user_id > ? AND role <> 0 ORDER BY user_id LIMIT ?";
inline constexpr char kSelectMemberships[] =
    "SELECT " CONCLAVE_MEMBER_COLUMNS ", " CONCLAVE_ROOM_COLUMNS
    " FROM member JOIN room ON room.id = member.room_id"
    " WHERE user_id = ? AND room_id > ? AND role <> 0 ORDER BY room_id LIMIT ?";
inline constexpr char kCountMemberships[] = "SELECT count(*) FROM member WHERE user_id = ? AND role <> 0";
inline constexpr char kSelectVisibilities[] =
    "SELECT room_id, user_id, from_seq, to_seq FROM visibility WHERE room_id = ? AND user_id = ? ORDER BY from_seq";

inline constexpr char kSelectCommand[] =
    "SELECT fingerprint, room_id, seq, time_us FROM command WHERE device_id = ? AND id = ?";

inline constexpr char kSelectHead[] = "SELECT head FROM room WHERE id = ?";
inline constexpr char kSelectEventsForward[] =
    "SELECT seq, ends_for_user_id, checksum, bytes FROM event WHERE room_id = ? AND seq >= ? ORDER BY seq";
inline constexpr char kSelectEventsBackward[] =
    "SELECT seq, ends_for_user_id, checksum, bytes FROM event WHERE room_id = ? AND seq <= ? ORDER BY seq DESC";

inline constexpr char kInsertUser[] = "INSERT INTO user (id, name, created_us) VALUES (?, ?, ?)";
inline constexpr char kInsertDevice[] = "INSERT INTO device (id, user_id, name, created_us) VALUES (?, ?, ?, ?)";
// What nearly every commit does to a room and to a member: nothing changes that stands in an index, so that SQLite need
// not write those of a row anew.
inline constexpr char kCountRoom[] =
    "UPDATE room SET head = ?, messages = ?, last_time_us = ? WHERE id = ? AND kind = ? AND name = ?"
    " AND direct_key = ? AND topic = ? AND created_us = ? AND members = ?";
inline constexpr char kCountMember[] =
    "UPDATE member SET messages = ? WHERE room_id = ? AND user_id = ? AND role = ? AND joined_seq = ?";

inline constexpr char kUpsertRoom[] =
    "INSERT INTO room (id, kind, name, direct_key, topic, created_us, head, messages, last_time_us, members)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind,"
    " name = excluded.name, direct_key = excluded.direct_key, topic = excluded.topic,"
    " created_us = excluded.created_us, head = excluded.head, messages = excluded.messages,"
    " last_time_us = excluded.last_time_us, members = excluded.members";
inline constexpr char kUpsertMember[] =
    "INSERT INTO member (room_id, user_id, role, joined_seq, messages) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (room_id, user_id) DO UPDATE SET role = excluded.role, joined_seq = excluded.joined_seq,"
    " messages = excluded.messages";
inline constexpr char kInsertVisibility[] =
    "INSERT INTO visibility (room_id, user_id, from_seq, to_seq) VALUES (?, ?, ?, ?)";
inline constexpr char kInsertEvent[] =
    "INSERT INTO event (room_id, seq, ends_for_user_id, checksum, bytes) VALUES (?, ?, ?, ?, ?)";
inline constexpr char kInsertCommand[] =
    "INSERT INTO command (device_id, id, fingerprint, room_id, seq, time_us) VALUES (?, ?, ?, ?, ?, ?)";

#undef CONCLAVE_USER_COLUMNS
#undef CONCLAVE_ROOM_COLUMNS
#undef CONCLAVE_MEMBER_COLUMNS

}  // namespace conclave::store::sql

#endif  // CONCLAVE_SERVER_STORE_SQLITE_SQL_H_
