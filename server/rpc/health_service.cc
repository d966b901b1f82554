#include "server/rpc/health_service.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace conclave::rpc {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

namespace {

grpc::Status GoingAway() { return {grpc::StatusCode::UNAVAILABLE, "The server is going away."}; }

}  // namespace

// One Watch: says a status when it is not what was said last. It keeps itself alive until gRPC is done with it.
class HealthService::Watcher final : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(HealthService& service, grpc::CallbackServerContext& context, bool known)
      : service_(service), known_(known), call_(std::in_place, service.connections_, context.peer()) {}

  void Keep(std::shared_ptr<Watcher> self) {
    const MutexLock lock(mu_);
    self_ = std::move(self);
  }

  // Starts what there is to do: one operation at a time, and nothing after Finish.
  void Continue() {
    std::optional<grpc::Status> end;
    {
      const MutexLock lock(mu_);
      if (writing_ || finished_) return;
      end = end_;
      if (end) {
        finished_ = true;
      } else {
        // Read under the mutex, so that what is older is never said after what is newer.
        const Status status = known_ ? service_.Now() : HealthCheckResponse::SERVICE_UNKNOWN;
        if (status == said_) return;
        writing_ = true;
        said_ = status;
        response_.set_status(status);
      }
    }
    if (end) return Finish(*end);
    StartWrite(&response_);
  }

  void End(const grpc::Status& status) {
    {
      const MutexLock lock(mu_);
      if (!end_) end_ = status;
    }
    Continue();
  }

  void OnWriteDone(bool ok) override {
    {
      const MutexLock lock(mu_);
      writing_ = false;
      if (!ok && !end_) end_ = grpc::Status::CANCELLED;
    }
    Continue();
  }

  void OnCancel() override { End(grpc::Status::CANCELLED); }

  void OnDone() override {
    std::shared_ptr<Watcher> self;
    {
      const MutexLock lock(mu_);
      call_.reset();
      self.swap(self_);
    }
    service_.Remove(self);
  }

 private:
  HealthService& service_;
  const bool known_;
  // Belongs to the write in flight.
  HealthCheckResponse response_;

  Mutex mu_;
  std::optional<ConnectionTable::Call> call_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<Watcher> self_ ABSL_GUARDED_BY(mu_);
  std::optional<Status> said_ ABSL_GUARDED_BY(mu_);
  std::optional<grpc::Status> end_ ABSL_GUARDED_BY(mu_);
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
};

HealthService::HealthService(std::vector<std::string> services, ConnectionTable& connections)
    : services_(std::move(services)), connections_(connections) {}

HealthService::~HealthService() = default;

void HealthService::SetServing(bool serving) {
  serving_ = serving;
  for (const auto& watcher : Watchers()) watcher->Continue();
}

HealthService::Status HealthService::Now() const {
  return serving_ ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
}

void HealthService::Shutdown() {
  {
    const MutexLock lock(mu_);
    shut_down_ = true;
  }
  for (const auto& watcher : Watchers()) watcher->End(GoingAway());
}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context, const HealthCheckRequest* request,
                                               HealthCheckResponse* response) {
  connections_.NoteCall(context->peer());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (std::ranges::find(services_, request->service()) == services_.end()) {
    reactor->Finish({grpc::StatusCode::NOT_FOUND, "There is no such service."});
    return reactor;
  }
  response->set_status(Now());
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(grpc::CallbackServerContext* context,
                                                                    const HealthCheckRequest* request) {
  const bool known = std::ranges::find(services_, request->service()) != services_.end();
  const auto watcher = std::make_shared<Watcher>(*this, *context, known);
  watcher->Keep(watcher);
  bool shut_down = false;
  {
    const MutexLock lock(mu_);
    shut_down = shut_down_;
    watchers_.insert(watcher);
  }
  watcher->Continue();
  if (shut_down) watcher->End(GoingAway());
  return watcher.get();
}

std::vector<std::shared_ptr<HealthService::Watcher>> HealthService::Watchers() const {
  const MutexLock lock(mu_);
  return {watchers_.begin(), watchers_.end()};
}

void HealthService::Remove(const std::shared_ptr<Watcher>& watcher) {
  const MutexLock lock(mu_);
  watchers_.erase(watcher);
}

}  // namespace conclave::rpc
