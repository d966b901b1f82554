#include "bench/load/nats_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::bench {
namespace {

constexpr std::string_view kEndOfLine = "\r\n";

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bio InMemory(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

bool UseIdentity(SSL_CTX* context, const client::Identity& identity) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(InMemory(identity.certificate).get(), nullptr, nullptr, nullptr), X509_free);
  const std::unique_ptr<X509, decltype(&X509_free)> authority(
      PEM_read_bio_X509(InMemory(identity.authority).get(), nullptr, nullptr, nullptr), X509_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(InMemory(identity.key).get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return SSL_CTX_use_certificate(context, certificate.get()) == 1 && SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
         X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) == 1;
}

// The descriptor, or -1.
int OpenSocket(const std::string& server) {
  const std::size_t colon = server.rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(server.c_str() + colon + 1)));
  if (inet_pton(AF_INET, server.substr(0, colon).c_str(), &address.sin_addr) != 1) return -1;
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return descriptor;
  close(descriptor);
  return -1;
}

// Takes the payload of the first message off `bytes`, passing over other lines. False when it is not all there.
bool TakeMessage(std::string_view& bytes, std::string_view& payload) {
  for (;;) {
    const std::size_t end = bytes.find(kEndOfLine);
    if (end == std::string_view::npos) return false;
    const std::string_view line = bytes.substr(0, end);
    const std::size_t body = end + kEndOfLine.size();
    if (!line.starts_with("MSG ")) {
      bytes.remove_prefix(body);
      continue;
    }
    std::size_t size = 0;
    if (!absl::SimpleAtoi(ToAbsl(line.substr(line.rfind(' ') + 1)), &size)) return false;
    if (bytes.size() < body + size + kEndOfLine.size()) return false;
    payload = bytes.substr(body, size);
    bytes.remove_prefix(body + size + kEndOfLine.size());
    return true;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<NatsConnection>> NatsConnection::Open(const client::Identity& identity) {
  const int descriptor = OpenSocket(identity.server);
  if (descriptor < 0) return absl::UnavailableError(absl::StrCat("Nobody listens at ", identity.server, "."));
  std::unique_ptr<NatsConnection> connection(new NatsConnection(descriptor));
  // The server introduces itself in the clear.
  std::array<char, 4096> info{};
  if (recv(descriptor, info.data(), info.size(), 0) <= 0) return absl::UnavailableError("The server says nothing.");
  CONCLAVE_RETURN_IF_ERROR(connection->StartTls(identity));
  CONCLAVE_RETURN_IF_ERROR(
      connection->Write("CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":true}\r\nPING\r\n"));
  CONCLAVE_RETURN_IF_ERROR(connection->WaitForPong());
  return connection;
}

NatsConnection::~NatsConnection() { close(descriptor_); }

absl::Status NatsConnection::StartTls(const client::Identity& identity) {
  context_.reset(SSL_CTX_new(TLS_client_method()));
  if (!UseIdentity(context_.get(), identity)) return absl::InternalError("The identity is of no use.");
  tls_.reset(SSL_new(context_.get()));
  if (SSL_set_fd(tls_.get(), descriptor_) == 1 && SSL_connect(tls_.get()) == 1) return absl::OkStatus();
  return absl::UnavailableError("The handshake failed.");
}

absl::Status NatsConnection::Subscribe(std::string_view subject) {
  CONCLAVE_RETURN_IF_ERROR(Write(absl::StrCat("SUB ", ToAbsl(subject), " 1\r\nPING\r\n")));
  return WaitForPong();
}

absl::Status NatsConnection::Write(std::string_view bytes) {
  std::size_t written = 0;
  if (SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written) == 1) return absl::OkStatus();
  return absl::UnavailableError("The connection is lost.");
}

absl::Status NatsConnection::WaitForPong() {
  while (received_.find("PONG\r\n") == std::string::npos) {
    if (!Receive()) return absl::UnavailableError("The server does not answer.");
  }
  received_.clear();
  return absl::OkStatus();
}

void NatsConnection::ReadMessages(const std::function<void(std::string_view payload)>& take) {
  do {
    std::string_view rest = received_;
    for (std::string_view payload; TakeMessage(rest, payload);) take(payload);
    received_.erase(0, received_.size() - rest.size());
  } while (Receive());
}

bool NatsConnection::Receive() {
  std::array<char, 32 * 1024> buffer;
  std::size_t size = 0;
  if (SSL_read_ex(tls_.get(), buffer.data(), buffer.size(), &size) != 1) return false;
  received_.append(buffer.data(), size);
  return true;
}

void NatsConnection::Cut() { shutdown(descriptor_, SHUT_RDWR); }

}  // namespace conclave::bench
