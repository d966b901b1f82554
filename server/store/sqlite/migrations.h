#ifndef CONCLAVE_SERVER_STORE_SQLITE_MIGRATIONS_H_
#define CONCLAVE_SERVER_STORE_SQLITE_MIGRATIONS_H_

#include <span>

namespace conclave::store {

// The texts of server/store/migrations in their order; the n-th leads from version n − 1 of the schema to n.
std::span<const char* const> Migrations();

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_MIGRATIONS_H_
