#include "server/auth/private_key.h"

#include <openssl/pem.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/auth/openssl.h"
#include "server/core/strings.h"

namespace conclave::auth {
namespace {

// Without it OpenSSL would ask at the terminal and wait.
int NoPassphrase(char*, int, int, void*) { return -1; }

}  // namespace

absl::StatusOr<PrivateKey> PrivateKey::Generate() {
  OpenSslPtr<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (key == nullptr) return OpenSslError("cannot make a P-256 key");
  return PrivateKey(std::move(key));
}

absl::StatusOr<PrivateKey> PrivateKey::FromPem(std::string_view pem) {
  const OpenSslPtr<BIO> bio = ReadFrom(pem);
  OpenSslPtr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  if (key == nullptr) {
    return absl::InvalidArgumentError(OpenSslError("not an unencrypted private key in PEM form").message());
  }
  return PrivateKey(std::move(key));
}

absl::StatusOr<std::string> PrivateKey::ToPem() const {
  const OpenSslPtr<BIO> bio = WriteToMemory();
  if (bio == nullptr || PEM_write_bio_PKCS8PrivateKey(bio.get(), get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return OpenSslError("cannot write a key in PEM form");
  }
  return Written(*bio);
}

}  // namespace conclave::auth
