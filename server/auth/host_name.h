#ifndef CONCLAVE_SERVER_AUTH_HOST_NAME_H_
#define CONCLAVE_SERVER_AUTH_HOST_NAME_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace conclave::auth {

// What a client calls a server by: a DNS name or an IP address. Made by ParseHostName only.
struct HostName {
  // In its one normal form: lower case, addresses as inet_ntop writes them. Equal hosts have equal texts.
  std::string text;
  // The 4 or 16 bytes of an address in network order; empty for a DNS name.
  std::string address;
};

// INVALID_ARGUMENT with a sentence when `text` is neither. An IPv6 address stands without brackets; other scripts'
// names in their ASCII form (xn--…); wildcards are not accepted.
absl::StatusOr<HostName> ParseHostName(std::string_view text);

// The host of 4 or 16 address bytes; the text is empty when there are as many as neither.
HostName HostOfAddress(std::string_view address);

}  // namespace conclave::auth

#endif  // CONCLAVE_SERVER_AUTH_HOST_NAME_H_
