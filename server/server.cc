#include "server/server.h"

#include <algorithm>
#include <utility>

#include "server/core/refusal.h"
#include "server/core/thread.h"
#include "server/data_dir.h"
#include "server/ops/log.h"
#include "server/server_credential.h"
#include "server/session/session.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/version.h"

namespace conclave {
namespace {

// Clients come back after up to this time, spread out.
constexpr absl::Duration kRetryAfter = absl::Seconds(2);
// What a stream that was cut off needs to come to its end.
constexpr absl::Duration kCutOff = absl::Seconds(2);

void NoteDamage(const absl::Status& damage) {
  ops::Log(ops::LogLevel::kError, "store", "stored data is damaged; nothing was deleted", {{"error", damage}});
}

std::size_t Shards(const ops::Config& config) {
  if (config.shards > 0) return config.shards;
  return std::max<std::size_t>(1, std::thread::hardware_concurrency() / 4);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Create(const std::filesystem::path& data_dir,
                                                       const ops::Config& config) {
  const DataDir dir(data_dir);
  CONCLAVE_ASSIGN_OR_RETURN(ServerCredential credential, LoadServerCredential(data_dir));
  constexpr std::size_t kReaders = 2;
  CONCLAVE_ASSIGN_OR_RETURN(
      auto store,
      store::SqliteStore::Open({.path = dir.store().string(), .readers = kReaders + 1, .on_damage = NoteDamage}));
  const store::SqliteStore& opened = *store;
  CONCLAVE_ASSIGN_OR_RETURN(
      auto pipeline,
      Pipeline::Start(std::move(store), {.limits = config.limits, .shards = Shards(config), .readers = kReaders}));
  session::ServerIdentity identity{
      .name = config.name, .version = kVersion, .trust_domain = std::move(credential.trust_domain)};
  std::unique_ptr<Server> server(new Server(std::move(pipeline), opened, std::move(identity)));
  CONCLAVE_ASSIGN_OR_RETURN(server->endpoint_,
                            rpc::Endpoint::Open({.address = config.listen.main,
                                                 .tls = {.key = std::move(credential.key_pem),
                                                         .certificate = std::move(credential.cert_pem),
                                                         .authority = std::move(credential.authority_pem)},
                                                 .reflection = config.reflection,
                                                 .descriptors = rpc::RaiseDescriptorLimit()},
                                                server->services_));
  const auto render = [raw = server.get()] { return ops::RenderMetrics(raw->Sample(), raw->pipeline_->limits()); };
  CONCLAVE_ASSIGN_OR_RETURN(server->admin_,
                            rpc::AdminEndpoint::Open(dir.admin_socket(), server->pipeline_->committer(), render));
  if (!config.listen.metrics.empty()) {
    const auto sample = [raw = server.get()] { return raw->Sample(); };
    CONCLAVE_ASSIGN_OR_RETURN(server->metrics_,
                              ops::MetricsEndpoint::Open(config.listen.metrics, sample, config.limits));
  }
  server->housekeeping_ = StartThread("housekeeping", [raw = server.get()] { raw->KeepHouse(); });
  return server;
}

Server::Server(std::unique_ptr<Pipeline> pipeline, const store::SqliteStore& store, session::ServerIdentity identity)
    : identity_(std::move(identity)),
      registry_(pipeline->limits().streams_per_device),
      pipeline_(std::move(pipeline)),
      store_(store),
      rates_(pipeline_->limits(), SystemClock()),
      services_{.server = identity_,
                .limits = pipeline_->limits(),
                .clock = SystemClock(),
                .journal = ops::LogJournal(),
                .store = pipeline_->store(),
                .hub = pipeline_->hub(),
                .committer = pipeline_->committer(),
                .readers = pipeline_->readers(),
                .registry = registry_,
                .rates = rates_} {}

Server::~Server() {
  if (endpoint_) Drain(absl::ZeroDuration());
  {
    const MutexLock lock(mu_);
    stopping_ = true;
  }
  changed_.SignalAll();
  if (housekeeping_.joinable()) housekeeping_.join();
  metrics_.reset();
  admin_.reset();
}

ops::Gauges Server::Sample() const {
  using log::ReaderPool;
  const log::Committer::Waiting commands = pipeline_->committer().GetWaiting();
  const ReaderPool::Waiting reads = pipeline_->readers().GetWaiting(ReaderPool::Class::kInteractive);
  const ReaderPool::Waiting pages = pipeline_->readers().GetWaiting(ReaderPool::Class::kCatchUp);
  const store::SqliteStore::Counters stored = store_.GetCounters();
  std::size_t outbox_bytes = 0;
  for (const auto& session : registry_.All()) outbox_bytes += session->waiting_bytes();
  const rpc::ConnectionCounts connections = endpoint_->connection_counts();
  return {.connections = connections.open,
          .handshakes = connections.handshakes,
          .streams = registry_.size(),
          .outbox_bytes = outbox_bytes,
          .tail_bytes = pipeline_->tails().bytes(),
          .commit_queue = commands.commands,
          .commit_queue_bytes = commands.bytes,
          .read_queue = reads.jobs,
          .read_queue_bytes = reads.bytes,
          .catch_up_queue = pages.jobs,
          .catch_up_queue_bytes = pages.bytes,
          .fanout_queue_bytes = pipeline_->hub().queued_bytes(),
          .rate_limit_keys = rates_.size(),
          .wal_bytes = stored.wal_bytes,
          .healthy = pipeline_->committer().healthy(),
          .connections_accepted = connections.admitted,
          .accept_pauses = connections.pauses_handshakes + connections.pauses_refusals + connections.pauses_system,
          .connections_cut = connections.cut_stuck,
          .commands = pipeline_->committer().commands(),
          .commits = pipeline_->committer().commits(),
          .wal_restarts = stored.wal_restarts};
}

void Server::Drain(absl::Duration deadline) {
  {
    const MutexLock lock(mu_);
    if (draining_) return;
    draining_ = true;
    endpoint_->SetServing(false);
  }
  endpoint_->StopAccepting();
  const Clock& clock = services_.clock;
  const absl::Duration end = clock.Monotonic() + deadline;
  for (const auto& session : registry_.BeginDrain()) session->Drain(kRetryAfter);
  const auto hurried = [this] {
    const MutexLock lock(mu_);
    return hurrying_;
  };
  while (!hurried() && clock.Monotonic() < end) {
    if (registry_.WaitUntilEmpty(std::min(end - clock.Monotonic(), absl::Milliseconds(50)))) break;
    for (const auto& session : registry_.All()) session->EndIfDrained();
  }
  for (const auto& session : registry_.All()) {
    session->Cut(Refuse(v1::REASON_DRAINING, "The server is going away.", {.retry_after = kRetryAfter}));
  }
  endpoint_->Shutdown(kCutOff);
}

void Server::Hurry() {
  const MutexLock lock(mu_);
  hurrying_ = true;
}

void Server::KeepHouse() {
  for (;;) {
    {
      const MutexLock lock(mu_);
      if (stopping_ || (changed_.WaitFor(mu_, absl::Seconds(1)), stopping_)) return;
    }
    pipeline_->hub().Tick();
    for (const auto& session : registry_.All()) session->CheckHelloTimeout();
    rates_.Sweep();
    if (const absl::Status status = pipeline_->store().Checkpoint(); !status.ok()) {
      ops::Log(ops::LogLevel::kWarning, "store", "checkpoint failed", {{"error", status}});
    }
    WatchHealth();
  }
}

void Server::WatchHealth() {
  const bool healthy = pipeline_->committer().healthy();
  {
    const MutexLock lock(mu_);
    if (draining_ || healthy == serving_) return;
    serving_ = healthy;
    endpoint_->SetServing(healthy);
  }
  ops::Log(healthy ? ops::LogLevel::kInfo : ops::LogLevel::kError, "health",
           healthy ? "the store takes commits again" : "the store refuses commits");
}

}  // namespace conclave
