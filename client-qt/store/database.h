#ifndef CONCLAVE_CLIENT_QT_STORE_DATABASE_H_
#define CONCLAVE_CLIENT_QT_STORE_DATABASE_H_

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>
#include <functional>
#include <initializer_list>
#include <map>
#include <vector>

#include "server/core/ids.h"

namespace conclave::desktop {

// How numbers are bound; all of ours fit.
inline QVariant Bound(std::uint64_t number) { return static_cast<qlonglong>(number); }
template <typename Tag, typename Rep>
QVariant Bound(Id<Tag, Rep> id) {
  return static_cast<qlonglong>(id.value());
}

// What a commit has to outlive.
enum class Durability {
  // The process.
  kProcess,
  // The machine's power.
  kPower,
};

// One connection to one SQLite file, or, where that cannot be had, to memory: then `trouble` says in one sentence why.
// A file that is damaged is moved aside, never deleted. Writes gather in a transaction until Commit. Confined to the
// store's thread, from construction to destruction.
class Database {
 public:
  // `path` may be empty: memory, and no trouble.
  explicit Database(const QString& path);
  ~Database();

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs one statement; the query stands before its first row. A failed write is remembered in trouble().
  QSqlQuery Read(const char* sql, std::initializer_list<QVariant> values = {});
  bool Write(const char* sql, std::initializer_list<QVariant> values = {},
             Durability durability = Durability::kProcess);

  // When the present transaction is on disk, or cannot be.
  void AfterCommit(std::function<void()> action) { after_commit_.push_back(std::move(action)); }
  void Commit();

  [[nodiscard]] const QString& trouble() const { return trouble_; }

 private:
  // True when it can be used; else the connection is closed again.
  bool Open(const QString& path);
  void OpenMemory();
  void Close();
  void Begin(Durability durability);
  void Execute(const QString& sql);
  QSqlQuery& Prepared(const char* sql);
  // Remembers that something could not be written; false.
  bool Failed();

  const QString name_;
  QSqlDatabase database_;
  // By their text, which is constant.
  std::map<const char*, QSqlQuery> queries_;
  bool in_transaction_ = false;
  Durability durability_ = Durability::kProcess;
  std::vector<std::function<void()>> after_commit_;
  QString trouble_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_STORE_DATABASE_H_
