#ifndef CONCLAVE_CLI_EXIT_CODE_H_
#define CONCLAVE_CLI_EXIT_CODE_H_

#include "absl/status/status.h"
#include "client/errors.h"

namespace conclave::cli {

// As in sysexits.h; docs/cli.md says which stands for what.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 64;
inline constexpr int kExitData = 65;
inline constexpr int kExitNoInput = 66;
inline constexpr int kExitNoUser = 67;
inline constexpr int kExitUnavailable = 69;
inline constexpr int kExitSoftware = 70;
inline constexpr int kExitCannotCreate = 73;
inline constexpr int kExitTemporary = 75;
inline constexpr int kExitProtocol = 76;
inline constexpr int kExitNoPermission = 77;
inline constexpr int kExitConfig = 78;

// Of a call or command that was refused or failed.
int ExitCodeOf(const absl::Status& status);
// Of a conversation that could not be held.
int ExitCodeOf(const client::Trouble& trouble);
// Of an identity that could not be loaded.
int IdentityExitCodeOf(const absl::Status& status);

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_EXIT_CODE_H_
