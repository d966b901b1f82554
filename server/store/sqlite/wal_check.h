#ifndef CONCLAVE_SERVER_STORE_SQLITE_WAL_CHECK_H_
#define CONCLAVE_SERVER_STORE_SQLITE_WAL_CHECK_H_

#include <string>

#include "absl/status/status.h"

namespace conclave::store {

// Looks at the log beside a database that nobody has open (the format: sqlite.org/fileformat2.html#walformat). SQLite
// takes a log as far as its checksums hold and forgets the rest without a word. That is right for a commit that a crash
// cut short: it was the last, and nobody was told that it was done. It is wrong when commits follow on what does not
// hold, because each was begun when the one before was on disk. OK: nothing that was reported done is missing, as far
// as the log can tell (damage within the very last commit looks like a crash). DATA_LOSS: names the log and the place.
absl::Status CheckWal(const std::string& path);

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_WAL_CHECK_H_
