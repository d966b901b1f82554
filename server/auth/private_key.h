#ifndef CONCLAVE_SERVER_AUTH_PRIVATE_KEY_H_
#define CONCLAVE_SERVER_AUTH_PRIVATE_KEY_H_

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace conclave::auth {

// The private half of a key pair. Immutable; copies share it.
class PrivateKey {
 public:
  // A new one on P-256, from the operating system's randomness.
  static absl::StatusOr<PrivateKey> Generate();
  // INVALID_ARGUMENT when `pem` holds no private key, or one locked by a passphrase.
  static absl::StatusOr<PrivateKey> FromPem(std::string_view pem);

  // PKCS #8, not encrypted.
  [[nodiscard]] absl::StatusOr<std::string> ToPem() const;
  [[nodiscard]] EVP_PKEY* get() const { return key_.get(); }

 private:
  explicit PrivateKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace conclave::auth

#endif  // CONCLAVE_SERVER_AUTH_PRIVATE_KEY_H_
