#include "server/auth/certificate_form.h"

#include <openssl/bn.h>

#include <ctime>
#include <memory>
#include <string_view>
#include <utility>

#include "server/auth/openssl.h"
#include "server/core/refusal.h"

namespace conclave::auth {
namespace {

constexpr int kSerialBits = 128;
// ub-common-name and ub-organization-name of RFC 5280, in characters.
constexpr std::size_t kSubjectCharacters = 64;

absl::Status FormError() { return OpenSslError("cannot make a certificate"); }

bool SetSerial(X509& x509) {
  const OpenSslPtr<BIGNUM> number(BN_new());
  return number != nullptr && BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&x509)) != nullptr;
}

bool SetDates(X509& x509, const CertificateForm& form) {
  // Whole seconds, rounded so that the certificate is never valid for longer than was asked.
  constexpr TimeUs kSecond = 1'000'000;
  const std::time_t from = (form.not_before + kSecond - 1) / kSecond;
  const std::time_t to = form.not_after / kSecond;
  return ASN1_TIME_set(X509_getm_notBefore(&x509), from) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(&x509), to) != nullptr;
}

std::string_view CutToCharacters(std::string_view utf8, std::size_t count) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const bool begins_character = (static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80;
    if (begins_character && count-- == 0) return utf8.substr(0, i);
  }
  return utf8;
}

bool AddToName(X509_NAME& name, int nid, std::string_view value) {
  if (value.empty()) return true;
  const std::string_view cut = CutToCharacters(value, kSubjectCharacters);
  return X509_NAME_add_entry_by_NID(&name, nid, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(cut.data()),
                                    static_cast<int>(cut.size()), -1, 0) == 1;
}

bool AddGeneralName(GENERAL_NAMES& names, int type, std::string_view bytes) {
  OpenSslPtr<GENERAL_NAME> name(GENERAL_NAME_new());
  ASN1_STRING* value = type == GEN_IPADD ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
  if (name == nullptr || value == nullptr) return false;
  GENERAL_NAME_set0_value(name.get(), type, value);
  if (ASN1_STRING_set(value, bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
  if (sk_GENERAL_NAME_push(&names, name.get()) == 0) return false;
  static_cast<void>(name.release());
  return true;
}

bool AddSubjectAlternativeNames(X509& x509, const CertificateForm& form) {
  const OpenSslPtr<GENERAL_NAMES> names(GENERAL_NAMES_new());
  if (names == nullptr) return false;
  for (const std::string& uri : form.uris) {
    if (!AddGeneralName(*names, GEN_URI, uri)) return false;
  }
  for (const HostName& host : form.hosts) {
    const bool added = host.address.empty() ? AddGeneralName(*names, GEN_DNS, host.text)
                                            : AddGeneralName(*names, GEN_IPADD, host.address);
    if (!added) return false;
  }
  return X509_add1_ext_i2d(&x509, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

bool AddExtension(X509& x509, X509V3_CTX& context, int nid, const char* value) {
  const OpenSslPtr<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension != nullptr && X509_add_ext(&x509, extension.get(), -1) == 1;
}

bool AddExtensions(X509& x509, X509* issuer, const CertificateForm& form) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, &x509, nullptr, nullptr, 0);
  const bool signs = form.role == Role::kAuthority;
  // The authority key identifier is copied from the issuer's subject key identifier; where a certificate is its own
  // issuer, the latter must be there already.
  return AddExtension(x509, context, NID_basic_constraints,
                      signs ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE") &&
         AddExtension(x509, context, NID_key_usage,
                      signs ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature") &&
         (signs ||
          AddExtension(x509, context, NID_ext_key_usage, form.role == Role::kServer ? "serverAuth" : "clientAuth")) &&
         AddExtension(x509, context, NID_subject_key_identifier, "hash") &&
         AddExtension(x509, context, NID_authority_key_identifier, "keyid:always") &&
         AddSubjectAlternativeNames(x509, form);
}

bool SetNames(X509& x509, X509* issuer, const CertificateForm& form) {
  X509_NAME* subject = X509_get_subject_name(&x509);
  return subject != nullptr && AddToName(*subject, NID_organizationName, form.organisation) &&
         AddToName(*subject, NID_commonName, form.common_name) &&
         X509_set_issuer_name(&x509, X509_get_subject_name(issuer)) == 1;
}

}  // namespace

absl::StatusOr<Certificate> Sign(const CertificateForm& form, const PrivateKey& subject, const Certificate* issuer,
                                 const PrivateKey& issuer_key) {
  std::shared_ptr<X509> x509(X509_new(), OpenSslDelete());
  if (x509 == nullptr) return FormError();
  X509* signer = issuer != nullptr ? issuer->get() : x509.get();
  if (X509_set_version(x509.get(), X509_VERSION_3) != 1 || !SetSerial(*x509) || !SetDates(*x509, form) ||
      X509_set_pubkey(x509.get(), subject.get()) != 1 || !SetNames(*x509, signer, form) ||
      !AddExtensions(*x509, signer, form) || X509_sign(x509.get(), issuer_key.get(), EVP_sha256()) == 0) {
    return FormError();
  }
  return Certificate::FromX509(std::move(x509));
}

}  // namespace conclave::auth
