#ifndef CONCLAVE_CLIENT_QT_STORE_SCHEMA_H_
#define CONCLAVE_CLIENT_QT_STORE_SCHEMA_H_

#include <QSqlDatabase>

namespace conclave::desktop {

inline constexpr int kSchemaVersion = 2;

enum class SchemaResult {
  kOk,
  // Written by a newer version of this program.
  kNewer,
  // Not readable, or not one of ours.
  kDamaged,
  // It cannot be written.
  kUnwritable,
};

// Brings the tables of an open database to the present version, from any earlier one, in one transaction.
SchemaResult PrepareSchema(QSqlDatabase& database);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_STORE_SCHEMA_H_
