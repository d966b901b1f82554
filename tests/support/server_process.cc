#include "tests/support/server_process.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdlib.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "server/core/strings.h"

namespace conclave::testing {
namespace {

void RunOrThrow(const std::vector<std::string>& command) {
  const Finished finished = RunToEnd(command);
  if (finished.exit == Exit{.code = 0}) return;
  std::ostringstream text;
  text << command[0] << " " << command[1] << ": " << finished.exit << "\n" << finished.error_output;
  throw std::runtime_error(text.str());
}

// The URI among the alternative names of a certificate.
std::string UriOf(const std::string& certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> input(
      BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> x509(PEM_read_bio_X509(input.get(), nullptr, nullptr, nullptr),
                                                         X509_free);
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509.get(), NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
            static_cast<std::size_t>(ASN1_STRING_length(uri))};
  }
  throw std::runtime_error("the certificate has no URI");
}

// The number after `/kind/` in spiffe://DOMAIN/user/NUMBER/device/NUMBER.
std::uint64_t NumberIn(const std::string& uri, std::string_view kind) {
  const std::size_t at = uri.find(absl::StrCat("/", ToAbsl(kind), "/"));
  if (at == std::string::npos) throw std::runtime_error(absl::StrCat("strange identity ", uri));
  return std::stoull(uri.substr(at + kind.size() + 2));
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "conclave-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error(absl::StrCat("cannot make ", pattern));
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(absl::StrCat("cannot read ", path.string()));
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error(absl::StrCat("cannot write ", path.string()));
}

Identity LoadIdentity(const std::filesystem::path& directory, std::string_view user, std::string_view device) {
  Identity identity{.user_name = std::string(user),
                    .device_name = std::string(device),
                    .directory = directory,
                    .key = ReadFile(directory / "key.pem"),
                    .certificate = ReadFile(directory / "cert.pem"),
                    .authority = ReadFile(directory / "authority.pem")};
  const std::string uri = UriOf(identity.certificate);
  identity.user = UserId(static_cast<std::uint32_t>(NumberIn(uri, "user")));
  identity.device = DeviceId(NumberIn(uri, "device"));
  return identity;
}

std::string ProgramPath(std::string_view name) { return absl::StrCat(CONCLAVE_PROGRAMS, "/", ToAbsl(name)); }

ServerProcess::ServerProcess() : data_dir_(directory_.path() / "data"), address_("127.0.0.1:0") {
  RunOrThrow({ProgramPath("conclaved"), "init", "--data-dir", data_dir_.string(), "--name", "test"});
}

ServerProcess::~ServerProcess() = default;

void ServerProcess::Configure(std::string_view key, std::string_view value) {
  const std::filesystem::path path = data_dir_ / "conclave.toml";
  std::string text = ReadFile(path);
  const std::size_t dot = key.find('.');
  std::size_t at = 0;
  if (dot != std::string_view::npos) {
    const std::string header = absl::StrCat("[", ToAbsl(key.substr(0, dot)), "]\n");
    at = text.find(header);
    if (at == std::string::npos) throw std::runtime_error(absl::StrCat("the configuration has no ", header));
    at += header.size();
    key.remove_prefix(dot + 1);
  }
  text.insert(at, absl::StrCat(ToAbsl(key), " = ", ToAbsl(value), "\n"));
  WriteFile(path, text);
}

std::vector<std::string> ServerProcess::RunCommand() const {
  return Command({ProgramPath("conclaved"), "run", "--data-dir", data_dir_.string(), "--listen", address_});
}

std::vector<std::string> ServerProcess::Command(std::vector<std::string> words) const {
  words.insert(words.begin(), prefix_.begin(), prefix_.end());
  return words;
}

void ServerProcess::LiftRateLimits() {
  Configure("limits.device_commands_per_second", "0");
  Configure("limits.room_messages_per_second", "0");
}

void ServerProcess::Start() {
  KeepLog();
  asked_to_end_ = false;
  process_ = std::make_unique<Subprocess>(RunCommand());
  constexpr std::string_view kListening = "Listening main ";
  const auto listening = process_->WaitForErrorLine(kListening);
  if (!listening || !process_->WaitForErrorLine("Ready")) {
    throw std::runtime_error(absl::StrCat("the server did not start:\n", process_->ErrorOutput()));
  }
  address_ = listening->substr(kListening.size());
}

void ServerProcess::AskToEnd(int signal) {
  // What ended before was not asked.
  if (IsRunning()) asked_to_end_ = true;
  process_->Signal(signal);
}

void ServerProcess::Kill() {
  AskToEnd(SIGKILL);
  process_->Wait();
}

void ServerProcess::Terminate() { AskToEnd(SIGTERM); }

void ServerProcess::Interrupt() { AskToEnd(SIGINT); }

Exit ServerProcess::Stop() {
  Terminate();
  return process_->Wait();
}

Exit ServerProcess::WaitForExit() { return process_->Wait(); }

bool ServerProcess::IsRunning() const { return process_ != nullptr && process_->IsRunning(); }

bool ServerProcess::EndedUnasked() const { return process_ != nullptr && !asked_to_end_ && !process_->IsRunning(); }

Identity ServerProcess::MakeIdentity(std::string_view user, std::string_view device) {
  const std::filesystem::path out = directory_.path() / absl::StrCat(ToAbsl(user), "-", ToAbsl(device));
  RunOrThrow(Command({ProgramPath("conclaved"), "make-identity", "--data-dir", data_dir_.string(), "--user",
                      std::string(user), "--device", std::string(device), "--out", out.string()}));
  return LoadIdentity(out, user, device);
}

std::size_t ServerProcess::BytesOf(std::string_view name) const {
  std::istringstream status(ReadFile(absl::StrCat("/proc/", process_->pid(), "/status")));
  for (std::string word; status >> word;) {
    std::size_t kilobytes = 0;
    if (word == name && status >> kilobytes) return kilobytes * 1024;
  }
  throw std::runtime_error("the server is gone");
}

std::string ServerProcess::Log() const { return absl::StrCat(earlier_log_, process_ ? process_->ErrorOutput() : ""); }

void ServerProcess::KeepLog() {
  earlier_log_ = Log();
  process_.reset();
}

}  // namespace conclave::testing
