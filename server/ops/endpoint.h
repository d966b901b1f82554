#ifndef CONCLAVE_SERVER_OPS_ENDPOINT_H_
#define CONCLAVE_SERVER_OPS_ENDPOINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace conclave::ops {

// A host and, if it was given, a port.
struct Endpoint {
  // In the normal form of auth::HostName, without brackets.
  std::string host;
  // 0 means any that is free.
  std::optional<std::uint16_t> port;

  // host:port or [address]:port; without a port just the host.
  [[nodiscard]] std::string ToString() const;
};

// HOST, HOST:PORT, ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT. INVALID_ARGUMENT with a sentence for all else.
absl::StatusOr<Endpoint> ParseEndpoint(std::string_view text);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_ENDPOINT_H_
