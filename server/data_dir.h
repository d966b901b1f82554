#ifndef CONCLAVE_SERVER_DATA_DIR_H_
#define CONCLAVE_SERVER_DATA_DIR_H_

#include <filesystem>
#include <string>

namespace conclave {

// Where what belongs to a server stands in its data directory. A plain value.
class DataDir {
 public:
  static constexpr char kConfig[] = "conclave.toml";
  static constexpr char kAuthorityKey[] = "authority.key";
  static constexpr char kAuthorityCertificate[] = "authority.crt";
  static constexpr char kServerKey[] = "server.key";
  static constexpr char kServerCertificate[] = "server.crt";

  // A slash at the end means nothing.
  explicit DataDir(const std::filesystem::path& path) : path_(path.has_filename() ? path : path.parent_path()) {}

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path config() const { return path_ / kConfig; }
  // The certificate authority.
  [[nodiscard]] std::filesystem::path ca() const { return path_ / "ca"; }
  [[nodiscard]] std::filesystem::path authority_key() const { return ca() / kAuthorityKey; }
  [[nodiscard]] std::filesystem::path authority_certificate() const { return ca() / kAuthorityCertificate; }
  // Everything said, and who is who.
  [[nodiscard]] std::filesystem::path store() const { return path_ / "conclave.db"; }
  // Where a running server takes administration.
  [[nodiscard]] std::filesystem::path admin_socket() const { return path_ / "admin.sock"; }
  // What the server shows its clients.
  [[nodiscard]] std::filesystem::path tls() const { return path_ / "tls"; }
  [[nodiscard]] std::filesystem::path server_key() const { return tls() / kServerKey; }
  [[nodiscard]] std::filesystem::path server_certificate() const { return tls() / kServerCertificate; }

  // The command that sets it up or repairs it, for sentences.
  [[nodiscard]] std::string InitCommand() const { return "conclaved init --data-dir " + path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace conclave

#endif  // CONCLAVE_SERVER_DATA_DIR_H_
