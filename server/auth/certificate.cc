#include "server/auth/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include <ctime>
#include <utility>

#include "absl/time/time.h"
#include "server/auth/host_name.h"
#include "server/auth/openssl.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::auth {
namespace {

std::string_view BytesOf(const ASN1_STRING& text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text)),
          static_cast<std::size_t>(ASN1_STRING_length(&text))};
}

absl::StatusOr<TimeUs> ToTimeUs(const ASN1_TIME* time) {
  std::tm utc{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1) return OpenSslError("cannot read the certificate's dates");
  return absl::ToUnixMicros(absl::FromTM(utc, absl::UTCTimeZone()));
}

}  // namespace

absl::StatusOr<Certificate> Certificate::FromPem(std::string_view pem) {
  const OpenSslPtr<BIO> bio = ReadFrom(pem);
  OpenSslPtr<X509> x509(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (x509 == nullptr) return absl::InvalidArgumentError(OpenSslError("not a certificate in PEM form").message());
  return FromX509(std::move(x509));
}

absl::StatusOr<Certificate> Certificate::FromX509(std::shared_ptr<X509> x509) {
  Certificate certificate(std::move(x509));
  for (const absl::Status& status : {certificate.ReadNames(), certificate.ReadDates()}) {
    if (!status.ok()) return absl::InvalidArgumentError(status.message());
  }
  return certificate;
}

absl::Status Certificate::ReadNames() {
  int found = 0;
  const OpenSslPtr<GENERAL_NAMES> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509_.get(), NID_subject_alt_name, &found, nullptr)));
  // Absent is -1; present twice or not readable is anything else.
  if (names == nullptr) {
    return found == -1 ? absl::OkStatus() : OpenSslError("cannot read the certificate's subject alternative names");
  }
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
    if (type != GEN_URI && type != GEN_DNS && type != GEN_IPADD) continue;
    const std::string_view bytes = BytesOf(*static_cast<const ASN1_STRING*>(value));
    if (type == GEN_URI) uris_.emplace_back(bytes);
    if (type == GEN_DNS) hosts_.emplace_back(bytes);
    if (type == GEN_IPADD) hosts_.push_back(HostOfAddress(bytes).text);
  }
  return absl::OkStatus();
}

absl::Status Certificate::ReadDates() {
  CONCLAVE_ASSIGN_OR_RETURN(not_before_, ToTimeUs(X509_get0_notBefore(x509_.get())));
  CONCLAVE_ASSIGN_OR_RETURN(not_after_, ToTimeUs(X509_get0_notAfter(x509_.get())));
  return absl::OkStatus();
}

bool Certificate::IsAuthority() const {
  return X509_check_ca(x509_.get()) == 1 && (X509_get_key_usage(x509_.get()) & KU_KEY_CERT_SIGN) != 0;
}

bool Certificate::Matches(const PrivateKey& key) const {
  const bool matches = X509_check_private_key(x509_.get(), key.get()) == 1;
  ERR_clear_error();
  return matches;
}

absl::Status Certificate::VerifySignedBy(const Certificate& authority, Purpose purpose) const {
  const OpenSslPtr<X509_STORE> trusted(X509_STORE_new());
  const OpenSslPtr<X509_STORE_CTX> check(X509_STORE_CTX_new());
  if (trusted == nullptr || check == nullptr || X509_STORE_add_cert(trusted.get(), authority.get()) != 1 ||
      X509_STORE_CTX_init(check.get(), trusted.get(), get(), nullptr) != 1 ||
      X509_STORE_CTX_set_purpose(
          check.get(), purpose == Purpose::kServer ? X509_PURPOSE_SSL_SERVER : X509_PURPOSE_SSL_CLIENT) != 1) {
    return OpenSslError("cannot verify a certificate");
  }
  X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_X509_STRICT | X509_V_FLAG_NO_CHECK_TIME);
  if (X509_verify_cert(check.get()) == 1) return absl::OkStatus();
  ERR_clear_error();
  return absl::FailedPreconditionError(X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get())));
}

absl::StatusOr<std::string> Certificate::ToPem() const {
  const OpenSslPtr<BIO> bio = WriteToMemory();
  if (bio == nullptr || PEM_write_bio_X509(bio.get(), get()) != 1) {
    return OpenSslError("cannot write a certificate in PEM form");
  }
  return Written(*bio);
}

}  // namespace conclave::auth
