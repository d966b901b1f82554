#include "client-qt/store/database.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QVariant>
#include <atomic>
#include <utility>

#include "client-qt/store/schema.h"

namespace conclave::desktop {
namespace {

QString Words(const char* words) { return QCoreApplication::translate("conclave::desktop::Database", words); }

// QtSql names its connections for the whole process.
QString NextName() {
  static std::atomic<int> last = 0;
  return QStringLiteral("conclave-cache-%1").arg(++last);
}

QString SentenceFor(SchemaResult result, const QString& path) {
  switch (result) {
    case SchemaResult::kNewer:
      return Words(
                 "The local history in %1 was written by a newer version of Conclave; this one leaves it alone and "
                 "keeps nothing.")
          .arg(path);
    case SchemaResult::kUnwritable:
      return Words("The local history in %1 cannot be written; nothing is kept.").arg(path);
    case SchemaResult::kDamaged:
      return Words("The local history was damaged and has been set aside as %1.").arg(path);
    case SchemaResult::kOk:
      break;
  }
  return {};
}

// The file and what SQLite keeps beside it. Empty when it cannot be moved.
QString MoveAside(const QString& path) {
  const QString aside = QStringLiteral("%1.damaged-%2")
                            .arg(path, QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddhhmmsszzz")));
  if (!QFile::rename(path, aside)) return {};
  for (const char* suffix : {"-wal", "-shm"}) {
    QFile::rename(path + QLatin1String(suffix), aside + QLatin1String(suffix));
  }
  return aside;
}

SchemaResult Prepare(QSqlDatabase& database) {
  QSqlQuery query(database);
  // Waits for another process that is just ending.
  query.exec(QStringLiteral("PRAGMA busy_timeout = 2000"));
  const SchemaResult result = PrepareSchema(database);
  if (result != SchemaResult::kOk) return result;
  const bool ok = query.exec(QStringLiteral("PRAGMA journal_mode = WAL")) && query.next();
  query.finish();
  return ok && query.exec(QStringLiteral("PRAGMA synchronous = NORMAL")) ? SchemaResult::kOk
                                                                         : SchemaResult::kUnwritable;
}

}  // namespace

Database::Database(const QString& path) : name_(NextName()) {
  if (path.isEmpty()) {
    OpenMemory();
  } else if (!Open(path)) {
    OpenMemory();
  }
}

Database::~Database() {
  Commit();
  Close();
}

bool Database::Open(const QString& path) {
  QDir().mkpath(QFileInfo(path).absolutePath());
  const bool existed = QFile::exists(path);
  database_ = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name_);
  database_.setDatabaseName(path);
  if (database_.open()) {
    const SchemaResult result = Prepare(database_);
    if (result == SchemaResult::kOk) return true;
    Close();
    if (result == SchemaResult::kDamaged && existed && trouble_.isEmpty()) {
      const QString aside = MoveAside(path);
      trouble_ = aside.isEmpty() ? SentenceFor(SchemaResult::kUnwritable, path) : SentenceFor(result, aside);
      return !aside.isEmpty() && Open(path);
    }
    if (trouble_.isEmpty()) trouble_ = SentenceFor(result, path);
    return false;
  }
  Close();
  trouble_ = SentenceFor(SchemaResult::kUnwritable, path);
  return false;
}

void Database::OpenMemory() {
  database_ = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name_);
  database_.setDatabaseName(QStringLiteral(":memory:"));
  database_.open();
  PrepareSchema(database_);
}

void Database::Close() {
  queries_.clear();
  database_.close();
  database_ = QSqlDatabase();
  QSqlDatabase::removeDatabase(name_);
}

QSqlQuery& Database::Prepared(const char* sql) {
  const auto found = queries_.find(sql);
  if (found != queries_.end()) return found->second;
  QSqlQuery query(database_);
  query.setForwardOnly(true);
  query.prepare(QLatin1String(sql));
  return queries_.emplace(sql, std::move(query)).first->second;
}

void Database::Execute(const QString& sql) {
  QSqlQuery query(database_);
  if (!query.exec(sql)) Failed();
}

bool Database::Failed() {
  if (trouble_.isEmpty()) trouble_ = SentenceFor(SchemaResult::kUnwritable, database_.databaseName());
  return false;
}

QSqlQuery Database::Read(const char* sql, std::initializer_list<QVariant> values) {
  QSqlQuery query(database_);
  query.setForwardOnly(true);
  query.prepare(QLatin1String(sql));
  for (const QVariant& value : values) query.addBindValue(value);
  query.exec();
  return query;
}

bool Database::Write(const char* sql, std::initializer_list<QVariant> values, Durability durability) {
  Begin(durability);
  QSqlQuery& query = Prepared(sql);
  int place = 0;
  for (const QVariant& value : values) query.bindValue(place++, value);
  const bool ok = query.exec();
  query.finish();
  return ok || Failed();
}

void Database::Begin(Durability durability) {
  // How safe a transaction is has to be said before it.
  if (in_transaction_ && durability_ < durability) Commit();
  if (in_transaction_) return;
  if (durability_ != durability) {
    durability_ = durability;
    Execute(durability == Durability::kPower ? QStringLiteral("PRAGMA synchronous = FULL")
                                             : QStringLiteral("PRAGMA synchronous = NORMAL"));
  }
  Execute(QStringLiteral("BEGIN"));
  in_transaction_ = true;
}

void Database::Commit() {
  if (std::exchange(in_transaction_, false)) {
    QSqlQuery query(database_);
    if (!query.exec(QStringLiteral("COMMIT"))) {
      Failed();
      query.exec(QStringLiteral("ROLLBACK"));
    }
  }
  for (const std::function<void()>& action : std::exchange(after_commit_, {})) action();
}

}  // namespace conclave::desktop
