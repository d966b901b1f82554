#include "server/setup.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "server/auth/authority.h"
#include "server/core/refusal.h"
#include "server/data_dir.h"
#include "server/ops/config.h"
#include "server/ops/config_value.h"
#include "server/ops/directory_lock.h"
#include "server/ops/endpoint.h"
#include "server/ops/files.h"
#include "server/server_credential.h"

namespace conclave {
namespace {

namespace fs = std::filesystem;

// By these a server on the same machine can always be reached.
constexpr std::array<const char*, 3> kOwnHosts = {"localhost", "127.0.0.1", "::1"};
// A server's certificate that ends sooner is renewed.
constexpr absl::Duration kRenewalTime = absl::Hours(24 * 30);

// What the options mean.
struct Wishes {
  ops::Config config;
  bool names_port = false;
  bool names_server = false;
};

absl::StatusOr<Wishes> ReadWishes(const SetupOptions& options) {
  Wishes wishes;
  if (options.name) {
    wishes.names_server = true;
    CONCLAVE_RETURN_IF_ERROR(ops::AssignByName("name", *options.name, wishes.config));
  }
  ops::Endpoint listen{.host = "127.0.0.1"};
  for (const std::string& address : options.addresses) {
    CONCLAVE_ASSIGN_OR_RETURN(const ops::Endpoint endpoint, ops::ParseEndpoint(address));
    wishes.config.addresses.push_back(endpoint.host);
    if (!endpoint.port) continue;
    if (listen.port && *listen.port != *endpoint.port) {
      return absl::InvalidArgumentError(absl::StrCat("The addresses name two ports, ", *listen.port, " and ",
                                                     *endpoint.port, "; a server has one main port."));
    }
    listen.port = endpoint.port;
  }
  wishes.names_port = listen.port.has_value();
  if (listen.port) wishes.config.listen.main = listen.ToString();
  return wishes;
}

bool Exists(const fs::path& path) {
  std::error_code error;
  return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

// One run of Initialise.
class Setup {
 public:
  Setup(const SetupOptions& options, const Clock& clock) : dir_(options.data_dir), clock_(clock) {}

  absl::StatusOr<SetupReport> Run(const Wishes& wishes) {
    CONCLAVE_RETURN_IF_ERROR(MakeDirectory());
    CONCLAVE_ASSIGN_OR_RETURN(const auto lock, ops::DirectoryLock::Acquire(dir_.path()));
    CONCLAVE_RETURN_IF_ERROR(ClaimDirectory());
    CONCLAVE_ASSIGN_OR_RETURN(const ops::Config config, SetUpConfig(wishes));
    CONCLAVE_RETURN_IF_ERROR(SetUpAuthority(config));
    for (const char* host : kOwnHosts) Want(host);
    for (const std::string& host : config.addresses) Want(host);
    for (const std::string& host : wishes.config.addresses) Want(host);
    CONCLAVE_RETURN_IF_ERROR(SetUpServerCertificate());
    if (report_.actions.empty()) Did("Nothing to do: ", dir_.path().string(), " is set up.");
    return std::move(report_);
  }

 private:
  template <typename... Parts>
  void Did(const Parts&... parts) {
    report_.actions.push_back(absl::StrCat(parts...));
  }

  void Want(const std::string& host) {
    if (std::ranges::find(report_.hosts, host) == report_.hosts.end()) report_.hosts.push_back(host);
  }

  absl::Status MakeDirectory();
  absl::Status ClaimDirectory();
  absl::StatusOr<ops::Config> SetUpConfig(const Wishes& wishes);
  absl::Status SetUpAuthority(const ops::Config& config);
  absl::Status SetUpServerCertificate();
  absl::Status IssueServerCertificate(const std::optional<auth::PrivateKey>& key, const std::string& why);
  // Why the certificate that is there will not do; empty when it will.
  absl::StatusOr<std::string> WhyNewCertificate(const auth::PrivateKey& key);

  const DataDir dir_;
  const Clock& clock_;
  SetupReport report_;
};

absl::Status Setup::MakeDirectory() {
  std::error_code error;
  if (fs::is_directory(dir_.path(), error)) return absl::OkStatus();
  const fs::path parent = fs::absolute(dir_.path()).lexically_normal().parent_path();
  fs::create_directories(parent, error);
  if (error) return ops::FileError(error.value(), "cannot make", parent);
  if (::mkdir(dir_.path().c_str(), 0700) == 0) {
    Did("Made ", dir_.path().string(), ", for you alone.");
  } else if (errno != EEXIST || !fs::is_directory(dir_.path(), error)) {
    return ops::FileError(errno, "cannot make", dir_.path());
  }
  return absl::OkStatus();
}

// Nothing is done in a directory that was made for something else.
absl::Status Setup::ClaimDirectory() {
  ops::RemoveUnfinished(dir_.path());
  if (Exists(dir_.config()) || Exists(dir_.ca()) || Exists(dir_.tls())) return absl::OkStatus();
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(dir_.path(), error)) {
    // The root of a file system has it from the beginning.
    if (entry.path().filename() == "lost+found") continue;
    return absl::FailedPreconditionError(absl::StrCat(dir_.path().string(),
                                                      " holds other things; choose a directory that is empty or does "
                                                      "not exist."));
  }
  if (error) return ops::FileError(error.value(), "cannot read", dir_.path());
  if (::chmod(dir_.path().c_str(), 0700) != 0) return ops::FileError(errno, "cannot write", dir_.path());
  return absl::OkStatus();
}

absl::StatusOr<ops::Config> Setup::SetUpConfig(const Wishes& wishes) {
  if (!Exists(dir_.config())) {
    CONCLAVE_RETURN_IF_ERROR(
        ops::WriteFile(dir_.path(), {.name = DataDir::kConfig, .bytes = ops::RenderConfig(wishes.config)}));
    Did("Wrote the configuration ", dir_.config().string(), ".");
    return wishes.config;
  }
  CONCLAVE_ASSIGN_OR_RETURN(ops::Config config, ops::Config::FromFile(dir_.config()));
  const auto keep = [&](absl::string_view key, const std::string& value, const std::string& wish) {
    Did("Kept the configuration ", dir_.config().string(), " as it is: ", key, " is \"", value, "\", not \"", wish,
        "\"; change it there.");
  };
  if (wishes.names_server && config.name != wishes.config.name) keep("name", config.name, wishes.config.name);
  const auto port = [](const ops::Config& of) { return ops::ParseEndpoint(of.listen.main)->port; };
  if (wishes.names_port && port(config) != port(wishes.config)) {
    keep("listen.main", config.listen.main, wishes.config.listen.main);
  }
  return config;
}

absl::Status Setup::SetUpAuthority(const ops::Config& config) {
  if (Exists(dir_.ca())) {
    CONCLAVE_ASSIGN_OR_RETURN(const auth::Certificate authority, LoadAuthorityCertificate(dir_, clock_));
    CONCLAVE_ASSIGN_OR_RETURN(report_.trust_domain, auth::TrustDomainOf(authority));
    return absl::OkStatus();
  }
  // With a new authority every client would be locked out; that is not done in passing.
  if (Exists(dir_.tls())) {
    return absl::FailedPreconditionError(absl::StrCat(
        "The authority ", dir_.ca().string(), " is missing; restore it from a backup, or move ", dir_.tls().string(),
        " away to begin with a new one, to which no present client's certificate belongs."));
  }
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Authority authority, auth::Authority::Create(config.name, clock_));
  CONCLAVE_ASSIGN_OR_RETURN(auth::Credential credential, authority.ToCredential());
  CONCLAVE_RETURN_IF_ERROR(ops::WriteDirectory(
      dir_.ca(),
      {{.name = DataDir::kAuthorityKey, .bytes = std::move(credential.key_pem), .mode = ops::FileMode::kPrivate},
       {.name = DataDir::kAuthorityCertificate, .bytes = std::move(credential.cert_pem)}}));
  report_.trust_domain = authority.trust_domain();
  Did("Made the certificate authority ", dir_.authority_certificate().string(), " (", report_.trust_domain,
      "), valid until ", ForPeople(authority.certificate().not_after()), ".");
  return absl::OkStatus();
}

absl::StatusOr<std::string> Setup::WhyNewCertificate(const auth::PrivateKey& key) {
  if (!Exists(dir_.server_certificate())) return "it was missing";
  const auto certificate = LoadServerCertificate(dir_);
  if (!certificate.ok()) return "it could not be read";
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Certificate authority, LoadAuthorityCertificate(dir_, clock_));
  if (!certificate->VerifySignedBy(authority, auth::Purpose::kServer).ok()) return "it was not one of this authority";
  // Names it already has come first, and in their order.
  std::vector<std::string> wanted = std::exchange(report_.hosts, certificate->hosts());
  const std::size_t had = report_.hosts.size();
  for (const std::string& host : wanted) Want(host);
  if (!CheckServerCertificate(dir_, *certificate, key, authority, clock_).ok()) {
    return certificate->Matches(key) ? "it was not valid at this time" : "it did not belong to the key";
  }
  if (report_.hosts.size() > had) {
    const auto added = report_.hosts.begin() + static_cast<std::ptrdiff_t>(had);
    return absl::StrCat("it lacked ", absl::StrJoin(added, report_.hosts.end(), ", "));
  }
  const TimeUs renewal = certificate->not_after() - absl::ToInt64Microseconds(kRenewalTime);
  // One that ends with the authority cannot be made to last longer.
  const bool ends_soon = clock_.NowUs() >= renewal && certificate->not_after() < authority.not_after();
  return ends_soon ? absl::StrCat("it ended on ", ForPeople(certificate->not_after())) : std::string();
}

absl::Status Setup::SetUpServerCertificate() {
  if (!Exists(dir_.server_key())) return IssueServerCertificate(std::nullopt, "");
  CONCLAVE_ASSIGN_OR_RETURN(const auth::PrivateKey key, LoadServerKey(dir_));
  CONCLAVE_ASSIGN_OR_RETURN(const std::string why, WhyNewCertificate(key));
  return why.empty() ? absl::OkStatus() : IssueServerCertificate(key, why);
}

absl::Status Setup::IssueServerCertificate(const std::optional<auth::PrivateKey>& key, const std::string& why) {
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Authority authority, OpenAuthority(dir_.path(), clock_));
  CONCLAVE_ASSIGN_OR_RETURN(auth::Credential credential, authority.IssueServerCertificate(report_.hosts, key));
  const ops::FileContent key_file{
      .name = DataDir::kServerKey, .bytes = std::move(credential.key_pem), .mode = ops::FileMode::kPrivate};
  const ops::FileContent cert_file{.name = DataDir::kServerCertificate, .bytes = std::move(credential.cert_pem)};
  if (!Exists(dir_.tls())) {
    CONCLAVE_RETURN_IF_ERROR(ops::WriteDirectory(dir_.tls(), {key_file, cert_file}));
  } else {
    // The key first: if only that gets written, the next run sees a certificate that does not belong to it.
    if (!key) CONCLAVE_RETURN_IF_ERROR(ops::WriteFile(dir_.tls(), key_file));
    CONCLAVE_RETURN_IF_ERROR(ops::WriteFile(dir_.tls(), cert_file));
  }
  CONCLAVE_ASSIGN_OR_RETURN(const auth::Certificate made, LoadServerCertificate(dir_));
  const std::string what =
      absl::StrCat("the server's certificate ", dir_.server_certificate().string(), " for ",
                   absl::StrJoin(report_.hosts, ", "), ", valid until ", ForPeople(made.not_after()));
  if (why.empty()) {
    Did("Made ", what, ".");
  } else {
    Did("Made again ", what, ", because ", why, "; a running server uses it after its next start.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SetupReport> Initialise(const SetupOptions& options, const Clock& clock) {
  CONCLAVE_ASSIGN_OR_RETURN(const Wishes wishes, ReadWishes(options));
  return Setup(options, clock).Run(wishes);
}

}  // namespace conclave
