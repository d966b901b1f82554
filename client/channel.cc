#include "client/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace conclave::client {
namespace {

int Millis(absl::Duration duration) { return static_cast<int>(absl::ToInt64Milliseconds(duration)); }

std::shared_ptr<grpc::ChannelCredentials> Credentials(const Identity& identity) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = identity.authority;
  options.pem_private_key = identity.key;
  options.pem_cert_chain = identity.certificate;
  return grpc::SslCredentials(options);
}

ChannelOptions WithTarget(ChannelOptions options, const Identity& identity) {
  if (options.target.empty()) options.target = identity.server;
  return options;
}

}  // namespace

Connection::Connection(const Identity& identity, ChannelOptions options)
    : options_(WithTarget(std::move(options), identity)), credentials_(Credentials(identity)), channel_(Make()) {}

std::shared_ptr<grpc::Channel> Connection::Channel() {
  MutexLock lock(mu_);
  return channel_;
}

void Connection::Renew(const std::shared_ptr<grpc::Channel>& failed) {
  if (failed->GetState(/*try_to_connect=*/false) != GRPC_CHANNEL_READY) Replace(failed);
}

void Connection::Replace(const std::shared_ptr<grpc::Channel>& failed) {
  std::shared_ptr<grpc::Channel> fresh = Make();
  std::vector<std::shared_ptr<grpc::Channel>> unused;
  MutexLock lock(mu_);
  if (channel_ != failed) return;
  // Those that nobody else holds any more go, while `failed` lives on and keeps gRPC's callback threads.
  const auto first_unused =
      std::partition(retired_.begin(), retired_.end(), [](const auto& channel) { return channel.use_count() > 1; });
  unused.assign(std::make_move_iterator(first_unused), std::make_move_iterator(retired_.end()));
  retired_.erase(first_unused, retired_.end());
  retired_.push_back(std::exchange(channel_, std::move(fresh)));
}

std::shared_ptr<grpc::Channel> Connection::Make() const {
  grpc::ChannelArguments args;
  args.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(options_.keepalive_interval));
  args.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(options_.keepalive_timeout));
  args.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // Without this a client that only reads ceases to ask whether the server is there.
  args.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  args.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  args.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 500);
  args.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 15'000);
  args.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, Millis(options_.connect_timeout));
  // Retries are ours: they need the client-made id, the server's retry_after, and a channel that really tries.
  args.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // Each channel has its own connection and its own memory of failures.
  args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  args.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
  args.SetInt(GRPC_ARG_ENABLE_PER_MESSAGE_COMPRESSION, 0);
  args.SetInt(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  if (!options_.server_name.empty()) args.SetSslTargetNameOverride(options_.server_name);
  return grpc::CreateCustomChannel(options_.target, credentials_, args);
}

}  // namespace conclave::client
