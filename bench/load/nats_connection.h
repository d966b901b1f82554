#ifndef CONCLAVE_BENCH_LOAD_NATS_CONNECTION_H_
#define CONCLAVE_BENCH_LOAD_NATS_CONNECTION_H_

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/identity.h"

namespace conclave::bench {

// A client of nats-server by its text protocol (docs.nats.io/reference/reference-protocols/nats-protocol) under mutual
// TLS. Blocking; used by one thread at a time, but for Cut.
class NatsConnection {
 public:
  // Connects, and returns when the server has answered.
  static absl::StatusOr<std::unique_ptr<NatsConnection>> Open(const client::Identity& identity);
  ~NatsConnection();
  NatsConnection(const NatsConnection&) = delete;
  NatsConnection& operator=(const NatsConnection&) = delete;

  // Returns when messages on that subject come here.
  absl::Status Subscribe(std::string_view subject);
  absl::Status Write(std::string_view bytes);
  // Hands over the payload of each message until the connection ends.
  void ReadMessages(const std::function<void(std::string_view payload)>& take);
  // Ends the connection under whoever reads.
  void Cut();

 private:
  explicit NatsConnection(int descriptor) : descriptor_(descriptor) {}

  absl::Status StartTls(const client::Identity& identity);
  // Reads until the server has answered a ping.
  absl::Status WaitForPong();
  // Adds what the server sends to `received_`; false at its end.
  bool Receive();

  const int descriptor_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, SSL_free};
  std::string received_;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_NATS_CONNECTION_H_
