#include "client/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace conclave::client {
namespace {

template <auto kFree>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

Bio Memory(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

Certificate ParseCertificate(std::string_view pem) {
  return Certificate(PEM_read_bio_X509(Memory(pem).get(), nullptr, nullptr, nullptr));
}

// Never asks a terminal for a passphrase.
int NoPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) { return 0; }

Key ParseKey(std::string_view pem) {
  return Key(PEM_read_bio_PrivateKey(Memory(pem).get(), nullptr, NoPassphrase, nullptr));
}

TimeUs ToTimeUs(const ASN1_TIME* time) {
  std::tm broken_down{};
  if (ASN1_TIME_to_tm(time, &broken_down) != 1) return 0;
  return static_cast<TimeUs>(timegm(&broken_down)) * 1'000'000;
}

std::string Day(TimeUs time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::FromUnixMicros(time), absl::UTCTimeZone());
}

absl::Status CheckKey(const std::filesystem::path& directory, const Identity& identity, X509* certificate) {
  const Key key = ParseKey(identity.key);
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("The file ", (directory / "key.pem").string(), " holds no private key that can be read."));
  }
  if (X509_check_private_key(certificate, key.get()) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("The key in ", directory.string(), " does not belong to its certificate."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckCertificate(const std::filesystem::path& directory, TimeUs now, Identity& identity) {
  const Certificate certificate = ParseCertificate(identity.certificate);
  const Certificate authority = ParseCertificate(identity.authority);
  for (const auto& [parsed, file] :
       {std::pair{certificate.get(), "cert.pem"}, std::pair{authority.get(), "authority.pem"}}) {
    if (parsed != nullptr) continue;
    ERR_clear_error();
    return absl::InvalidArgumentError(
        absl::StrCat("The file ", (directory / file).string(), " holds no certificate that can be read."));
  }
  absl::Status key = CheckKey(directory, identity, certificate.get());
  ERR_clear_error();
  if (!key.ok()) return key;
  identity.expires = ToTimeUs(X509_get0_notAfter(certificate.get()));
  const TimeUs begins = ToTimeUs(X509_get0_notBefore(certificate.get()));
  if (now >= identity.expires) {
    return absl::FailedPreconditionError(
        absl::StrCat("The certificate in ", directory.string(), " expired on ", Day(identity.expires), "."));
  }
  if (now < begins) {
    return absl::FailedPreconditionError(absl::StrCat("The certificate in ", directory.string(), " is valid only from ",
                                                      Day(begins), "; this machine's clock may be wrong."));
  }
  return absl::OkStatus();
}

}  // namespace conclave::client
