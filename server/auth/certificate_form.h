#ifndef CONCLAVE_SERVER_AUTH_CERTIFICATE_FORM_H_
#define CONCLAVE_SERVER_AUTH_CERTIFICATE_FORM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/auth/certificate.h"
#include "server/auth/host_name.h"
#include "server/auth/private_key.h"
#include "server/core/ids.h"

namespace conclave::auth {

enum class Role { kAuthority, kServer, kDevice };

// What a certificate shall say. Whoever fills it in has checked it.
struct CertificateForm {
  Role role = Role::kDevice;
  // For people; cut to the 64 characters X.509 allows. The organisation keeps subjects of different servers apart.
  std::string common_name;
  std::string organisation;
  std::vector<std::string> uris;
  std::vector<HostName> hosts;
  TimeUs not_before = 0;
  TimeUs not_after = 0;
};

// Signs it for the public half of `subject`, in the name of `issuer` with its key; without an issuer the certificate is
// its own.
absl::StatusOr<Certificate> Sign(const CertificateForm& form, const PrivateKey& subject, const Certificate* issuer,
                                 const PrivateKey& issuer_key);

}  // namespace conclave::auth

#endif  // CONCLAVE_SERVER_AUTH_CERTIFICATE_FORM_H_
