#ifndef CONCLAVE_BENCH_IDENTITIES_H_
#define CONCLAVE_BENCH_IDENTITIES_H_

#include <cstddef>
#include <filesystem>
#include <string>

#include "absl/status/statusor.h"
#include "client/identity.h"

namespace conclave::bench {

// The files that conclave_bench_prepare makes: a key and a certificate for each device, by its number from 0, and the
// authority that signs the server. One flat directory of plain files: a thousand identity directories take seconds.
struct IdentityFile {
  static std::filesystem::path Key(const std::filesystem::path& directory, std::size_t device);
  static std::filesystem::path Certificate(const std::filesystem::path& directory, std::size_t device);
  static std::filesystem::path Authority(const std::filesystem::path& directory);
};

// What the device proves itself with to the server at `server` (HOST:PORT).
absl::StatusOr<client::Identity> LoadIdentity(const std::filesystem::path& directory, std::size_t device,
                                              const std::string& server);

absl::Status WriteText(const std::filesystem::path& path, const std::string& text);

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_IDENTITIES_H_
