#ifndef CONCLAVE_SERVER_AUTH_CERTIFICATE_H_
#define CONCLAVE_SERVER_AUTH_CERTIFICATE_H_

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/auth/private_key.h"
#include "server/core/ids.h"

namespace conclave::auth {

// What a certificate is presented as.
enum class Purpose { kServer, kDevice };

// An X.509 certificate. Immutable; copies share it.
class Certificate {
 public:
  // The first certificate in `pem`. INVALID_ARGUMENT when there is none, or its names or dates cannot be read.
  static absl::StatusOr<Certificate> FromPem(std::string_view pem);
  static absl::StatusOr<Certificate> FromX509(std::shared_ptr<X509> x509);

  // Subject alternative names: URIs, and hosts (DNS names and addresses) in the normal form of HostName.
  [[nodiscard]] const std::vector<std::string>& uris() const { return uris_; }
  [[nodiscard]] const std::vector<std::string>& hosts() const { return hosts_; }

  // Valid from and to, both included, to the second.
  [[nodiscard]] TimeUs not_before() const { return not_before_; }
  [[nodiscard]] TimeUs not_after() const { return not_after_; }

  // Whether it may sign others.
  [[nodiscard]] bool IsAuthority() const;
  [[nodiscard]] bool Matches(const PrivateKey& key) const;
  // OK when OpenSSL would accept it from a peer for that purpose, trusting `authority` alone. Dates are left to the
  // caller, whose clock it is. Else FAILED_PRECONDITION with OpenSSL's reason.
  [[nodiscard]] absl::Status VerifySignedBy(const Certificate& authority, Purpose purpose) const;

  [[nodiscard]] absl::StatusOr<std::string> ToPem() const;
  [[nodiscard]] X509* get() const { return x509_.get(); }

 private:
  explicit Certificate(std::shared_ptr<X509> x509) : x509_(std::move(x509)) {}
  absl::Status ReadNames();
  absl::Status ReadDates();

  std::shared_ptr<X509> x509_;
  std::vector<std::string> uris_;
  std::vector<std::string> hosts_;
  TimeUs not_before_ = 0;
  TimeUs not_after_ = 0;
};

}  // namespace conclave::auth

#endif  // CONCLAVE_SERVER_AUTH_CERTIFICATE_H_
