#include "client-qt/store/schema.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>
#include <array>
#include <optional>

namespace conclave::desktop {
namespace {

// "Conc": tells our files from other people's.
constexpr int kApplicationId = 0x436f6e63;

// Each brings the version before to its own. Never changed once released.
constexpr auto kVersion1 = std::array{
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE room (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, topic TEXT NOT NULL,"
    " members INTEGER NOT NULL, owner INTEGER NOT NULL, last_activity INTEGER NOT NULL, people TEXT NOT NULL)",
    // Numbers of a room known without a hole, whether or not there is a message to each.
    "CREATE TABLE span (room INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
    " PRIMARY KEY (room, first)) WITHOUT ROWID",
    "CREATE TABLE message (room INTEGER NOT NULL, seq INTEGER NOT NULL, event BLOB NOT NULL,"
    " PRIMARY KEY (room, seq)) WITHOUT ROWID",
    "CREATE TABLE outbox (place INTEGER PRIMARY KEY AUTOINCREMENT, command BLOB NOT NULL UNIQUE,"
    " room INTEGER NOT NULL, text TEXT NOT NULL, time INTEGER NOT NULL, failure TEXT NOT NULL)",
    "CREATE TABLE draft (room INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE read_position (room INTEGER PRIMARY KEY, seq INTEGER NOT NULL, unread INTEGER NOT NULL,"
    " counted INTEGER NOT NULL, others INTEGER)",
};
constexpr auto kVersion2 = std::array{
    "ALTER TABLE outbox ADD COLUMN fate_unknown INTEGER NOT NULL DEFAULT 0",
};

SchemaResult Failure(const QSqlError& error) {
  // SQLite's own numbers: CORRUPT and NOTADB.
  const QString code = error.nativeErrorCode();
  return code == u"11" || code == u"26" ? SchemaResult::kDamaged : SchemaResult::kUnwritable;
}

std::optional<int> Number(QSqlQuery& query, const QString& sql) {
  if (!query.exec(sql) || !query.next()) return std::nullopt;
  const int number = query.value(0).toInt();
  query.finish();
  return number;
}

template <std::size_t kCount>
bool Run(QSqlQuery& query, const std::array<const char*, kCount>& statements) {
  for (const char* statement : statements) {
    if (!query.exec(QLatin1String(statement))) return false;
  }
  return true;
}

bool Migrate(QSqlQuery& query, int version) {
  if (!query.exec(QStringLiteral("BEGIN IMMEDIATE"))) return false;
  if (version < 1 && !Run(query, kVersion1)) return false;
  if (version < 2 && !Run(query, kVersion2)) return false;
  return query.exec(QStringLiteral("PRAGMA user_version = %1").arg(kSchemaVersion)) &&
         query.exec(QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId)) &&
         query.exec(QStringLiteral("COMMIT"));
}

}  // namespace

SchemaResult PrepareSchema(QSqlDatabase& database) {
  QSqlQuery query(database);
  const std::optional<int> version = Number(query, QStringLiteral("PRAGMA user_version"));
  if (!version) return Failure(query.lastError());
  if (*version > kSchemaVersion) return SchemaResult::kNewer;
  const std::optional<int> application = Number(query, QStringLiteral("PRAGMA application_id"));
  const std::optional<int> tables = Number(query, QStringLiteral("SELECT count(*) FROM sqlite_master"));
  if (!application || !tables) return Failure(query.lastError());
  if (*tables > 0 && (*application != kApplicationId || *version < 1)) return SchemaResult::kDamaged;
  if (*version == kSchemaVersion) return SchemaResult::kOk;
  if (Migrate(query, *version)) return SchemaResult::kOk;
  const SchemaResult result = Failure(query.lastError());
  query.exec(QStringLiteral("ROLLBACK"));
  return result;
}

}  // namespace conclave::desktop
