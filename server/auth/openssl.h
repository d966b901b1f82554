#ifndef CONCLAVE_SERVER_AUTH_OPENSSL_H_
#define CONCLAVE_SERVER_AUTH_OPENSSL_H_

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace conclave::auth {

struct OpenSslDelete {
  void operator()(BIGNUM* p) const { BN_free(p); }
  void operator()(BIO* p) const { BIO_free_all(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(GENERAL_NAME* p) const { GENERAL_NAME_free(p); }
  void operator()(GENERAL_NAMES* p) const { GENERAL_NAMES_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
  void operator()(X509_STORE* p) const { X509_STORE_free(p); }
  void operator()(X509_STORE_CTX* p) const { X509_STORE_CTX_free(p); }
};

// Owns one object of OpenSSL's.
template <typename T>
using OpenSslPtr = std::unique_ptr<T, OpenSslDelete>;

// INTERNAL "<what>: <OpenSSL's reason>"; empties this thread's queue of OpenSSL errors.
absl::Status OpenSslError(std::string_view what);

// A BIO that reads `text`, which must outlive it.
OpenSslPtr<BIO> ReadFrom(std::string_view text);

// A BIO that grows, and what was written to it.
OpenSslPtr<BIO> WriteToMemory();
std::string Written(BIO& bio);

}  // namespace conclave::auth

#endif  // CONCLAVE_SERVER_AUTH_OPENSSL_H_
