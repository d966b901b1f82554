#include "server/server_credential.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/core/refusal.h"
#include "server/ops/files.h"

namespace conclave {
namespace {

namespace fs = std::filesystem;

template <typename... Parts>
absl::Status Sentence(const Parts&... parts) {
  return absl::FailedPreconditionError(absl::StrCat(parts...));
}

std::string RunInit(const DataDir& dir) { return absl::StrCat("run: ", dir.InitCommand()); }

constexpr absl::string_view kRestore = "restore it from a backup.";

// Reads a file that must be there. `what` begins the sentence, as in "The server's key".
absl::StatusOr<std::string> Load(const fs::path& path, absl::string_view what, absl::string_view remedy) {
  auto bytes = ops::ReadFile(path);
  if (absl::IsNotFound(bytes.status())) return Sentence(what, " ", path.string(), " is missing; ", remedy);
  if (!bytes.ok()) {
    return Sentence(what, " cannot be read: ", bytes.status().message(),
                    "; the user that runs the server must be able to read it.");
  }
  return bytes;
}

template <typename T>
absl::StatusOr<T> Parse(absl::StatusOr<T> parsed, const fs::path& path, absl::string_view what,
                        absl::string_view remedy) {
  if (parsed.ok()) return parsed;
  return Sentence(what, " ", path.string(), " is damaged (", parsed.status().message(), "); ", remedy);
}

absl::Status CheckIsSetUp(const DataDir& dir) {
  std::error_code error;
  if (!fs::exists(dir.path(), error) && !error) {
    return Sentence("The data directory ", dir.path().string(), " does not exist; ", RunInit(dir));
  }
  if (error) return Sentence("cannot read ", dir.path().string(), ": ", error.message(), ".");
  if (!fs::exists(dir.ca(), error) && !fs::exists(dir.tls(), error) && !error) {
    return Sentence("The data directory ", dir.path().string(), " is not set up; ", RunInit(dir));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> LoadAuthorityPem(const DataDir& dir) {
  return Load(dir.authority_certificate(), "The authority's certificate", kRestore);
}

}  // namespace

std::string ForPeople(TimeUs time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixMicros(time), absl::UTCTimeZone());
}

absl::StatusOr<auth::Certificate> LoadAuthorityCertificate(const DataDir& dir, const Clock& clock) {
  constexpr absl::string_view kWhat = "The authority's certificate";
  CONCLAVE_ASSIGN_OR_RETURN(const std::string pem, LoadAuthorityPem(dir));
  CONCLAVE_ASSIGN_OR_RETURN(auth::Certificate certificate,
                            Parse(auth::Certificate::FromPem(pem), dir.authority_certificate(), kWhat, kRestore));
  CONCLAVE_RETURN_IF_ERROR(
      Parse(auth::TrustDomainOf(certificate), dir.authority_certificate(), kWhat, kRestore).status());
  if (clock.NowUs() < certificate.not_before()) {
    return Sentence(kWhat, " ", dir.authority_certificate().string(), " is not valid before ",
                    ForPeople(certificate.not_before()), "; check this machine's clock.");
  }
  if (clock.NowUs() > certificate.not_after()) {
    return Sentence(kWhat, " ", dir.authority_certificate().string(), " expired on ",
                    ForPeople(certificate.not_after()), "; move ", dir.ca().string(), " and ", dir.tls().string(),
                    " away, ", RunInit(dir), ", and make new identities for all clients.");
  }
  return certificate;
}

absl::StatusOr<auth::Certificate> LoadServerCertificate(const DataDir& dir) {
  constexpr absl::string_view kWhat = "The server's certificate";
  CONCLAVE_ASSIGN_OR_RETURN(const std::string pem, Load(dir.server_certificate(), kWhat, RunInit(dir)));
  return Parse(auth::Certificate::FromPem(pem), dir.server_certificate(), kWhat, RunInit(dir));
}

absl::StatusOr<auth::PrivateKey> LoadServerKey(const DataDir& dir) {
  constexpr absl::string_view kWhat = "The server's key";
  CONCLAVE_ASSIGN_OR_RETURN(const std::string pem, Load(dir.server_key(), kWhat, RunInit(dir)));
  return Parse(auth::PrivateKey::FromPem(pem), dir.server_key(), kWhat,
               absl::StrCat("restore it, or remove it and ", RunInit(dir)));
}

absl::Status CheckServerCertificate(const DataDir& dir, const auth::Certificate& certificate,
                                    const auth::PrivateKey& key, const auth::Certificate& authority,
                                    const Clock& clock) {
  const std::string what = absl::StrCat("The server's certificate ", dir.server_certificate().string());
  if (!certificate.Matches(key)) {
    return Sentence("The server's key ", dir.server_key().string(), " does not belong to its certificate ",
                    dir.server_certificate().string(), "; ", RunInit(dir));
  }
  if (const absl::Status signed_by = certificate.VerifySignedBy(authority, auth::Purpose::kServer); !signed_by.ok()) {
    return Sentence(what, " is not one of the authority ", dir.authority_certificate().string(), " (",
                    signed_by.message(), "); ", RunInit(dir));
  }
  if (clock.NowUs() < certificate.not_before()) {
    return Sentence(what, " is not valid before ", ForPeople(certificate.not_before()),
                    "; check this machine's clock, or ", RunInit(dir));
  }
  if (clock.NowUs() > certificate.not_after()) {
    return Sentence(what, " expired on ", ForPeople(certificate.not_after()), "; ", RunInit(dir));
  }
  return absl::OkStatus();
}

absl::StatusOr<ServerCredential> LoadServerCredential(const fs::path& data_dir, const Clock& clock) {
  const DataDir dir(data_dir);
  CONCLAVE_RETURN_IF_ERROR(CheckIsSetUp(dir));
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Certificate authority, LoadAuthorityCertificate(dir, clock));
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Certificate certificate, LoadServerCertificate(dir));
  CONCLAVE_ASSIGN_OR_RETURN(const auth::PrivateKey key, LoadServerKey(dir));
  CONCLAVE_RETURN_IF_ERROR(CheckServerCertificate(dir, certificate, key, authority, clock));
  ServerCredential credential{.not_after = certificate.not_after()};
  // Written anew, so that what was checked is what is served, whatever else a file holds.
  CONCLAVE_ASSIGN_OR_RETURN(credential.key_pem, key.ToPem());
  CONCLAVE_ASSIGN_OR_RETURN(credential.cert_pem, certificate.ToPem());
  CONCLAVE_ASSIGN_OR_RETURN(credential.authority_pem, authority.ToPem());
  CONCLAVE_ASSIGN_OR_RETURN(credential.trust_domain, auth::TrustDomainOf(authority));
  return credential;
}

absl::StatusOr<auth::Authority> OpenAuthority(const fs::path& data_dir, const Clock& clock) {
  const DataDir dir(data_dir);
  CONCLAVE_RETURN_IF_ERROR(CheckIsSetUp(dir));
  CONCLAVE_RETURN_IF_ERROR(LoadAuthorityCertificate(dir, clock).status());
  auth::Credential credential;
  CONCLAVE_ASSIGN_OR_RETURN(credential.cert_pem, LoadAuthorityPem(dir));
  CONCLAVE_ASSIGN_OR_RETURN(credential.key_pem, Load(dir.authority_key(), "The authority's key", kRestore));
  return Parse(auth::Authority::Open(credential, clock), dir.authority_key(), "The authority's key", kRestore);
}

}  // namespace conclave
