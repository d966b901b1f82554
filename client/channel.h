#ifndef CONCLAVE_CLIENT_CHANNEL_H_
#define CONCLAVE_CLIENT_CHANNEL_H_

#include <grpcpp/channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "client/identity.h"
#include "server/core/mutex.h"

namespace conclave::client {

struct ChannelOptions {
  // "HOST:PORT"; empty: the identity's server.
  std::string target;
  // The name the server's certificate is checked against; empty: the host of the target.
  std::string server_name;
  // HTTP/2 pings, also when no call is under way, so that a dead path is noticed in both directions.
  absl::Duration keepalive_interval = absl::Seconds(20);
  absl::Duration keepalive_timeout = absl::Seconds(10);
  // One attempt to connect, TLS handshake included.
  absl::Duration connect_timeout = absl::Seconds(10);
};

// The way to one server under mutual TLS: one channel, and so one connection, shared by a conversation and the calls
// beside it. A channel that could not connect keeps failing from memory while it backs off; whoever decides that it is
// time to try again renews it. Thread-safe. Shared by its user and the Chat and Calls made with it; the last of them
// lets go of it on a thread of its own, never in a reaction of gRPC: the last channel of a process that had a callback
// stream takes gRPC's callback threads with it and waits for them.
class Connection {
 public:
  Connection(const Identity& identity, ChannelOptions options);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] std::shared_ptr<grpc::Channel> Channel();

  // Puts a fresh channel in the place of `failed`, unless that happened already or it is connected. In a reaction of
  // gRPC only for the channel of that reaction.
  void Renew(const std::shared_ptr<grpc::Channel>& failed);
  // The same also when it is connected, as far as gRPC knows: nothing comes through any more.
  void Replace(const std::shared_ptr<grpc::Channel>& failed);

  [[nodiscard]] const std::string& target() const { return options_.target; }

 private:
  [[nodiscard]] std::shared_ptr<grpc::Channel> Make() const;

  const ChannelOptions options_;
  const std::shared_ptr<grpc::ChannelCredentials> credentials_;

  Mutex mu_;
  std::shared_ptr<grpc::Channel> channel_ ABSL_GUARDED_BY(mu_);
  // Former channels that somebody may still hold: so that nobody else holds the last reference.
  std::vector<std::shared_ptr<grpc::Channel>> retired_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_CHANNEL_H_
