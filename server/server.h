#ifndef CONCLAVE_SERVER_SERVER_H_
#define CONCLAVE_SERVER_SERVER_H_

#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/core/mutex.h"
#include "server/ops/config.h"
#include "server/ops/metrics.h"
#include "server/pipeline.h"
#include "server/rpc/endpoint.h"
#include "server/session/rate_limits.h"
#include "server/session/registry.h"
#include "server/session/services.h"
#include "server/store/sqlite/sqlite_store.h"

namespace conclave {

// The composition root: owns everything that runs, in the order of its life.
class Server {
 public:
  // Opens the store, starts the threads, and listens. Every error is one sentence for the operator.
  static absl::StatusOr<std::unique_ptr<Server>> Create(const std::filesystem::path& data_dir,
                                                        const ops::Config& config);
  ~Server();

  // Where clients with a certificate are served.
  [[nodiscard]] const std::string& main_address() const { return endpoint_->address(); }
  // Where metrics are read over HTTP; empty for nowhere.
  [[nodiscard]] std::string metrics_address() const { return metrics_ ? metrics_->address() : std::string(); }

  // Goes away in good order: health turns NOT_SERVING, every stream is told, commands accepted are answered, and then
  // the streams end. At the deadline what is left is cut off. Returns early, having cut it off, once `Hurry` was
  // called.
  void Drain(absl::Duration deadline);
  // Cuts a drain short. From any thread.
  void Hurry();

 private:
  // `store` is the pipeline's.
  Server(std::unique_ptr<Pipeline> pipeline, const store::SqliteStore& store, session::ServerIdentity identity);

  [[nodiscard]] ops::Gauges Sample() const;

  void KeepHouse();
  void WatchHealth();

  const session::ServerIdentity identity_;
  // Jobs of the pipeline use it to their end.
  session::Registry registry_;
  const std::unique_ptr<Pipeline> pipeline_;
  const store::SqliteStore& store_;
  session::RateLimits rates_;
  const session::Services services_;
  std::unique_ptr<rpc::Endpoint> endpoint_;
  std::unique_ptr<rpc::AdminEndpoint> admin_;
  std::unique_ptr<ops::MetricsEndpoint> metrics_;

  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool hurrying_ ABSL_GUARDED_BY(mu_) = false;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  bool serving_ ABSL_GUARDED_BY(mu_) = true;

  std::thread housekeeping_;
};

}  // namespace conclave

#endif  // CONCLAVE_SERVER_SERVER_H_
