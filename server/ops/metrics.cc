#include "server/ops/metrics.h"

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/text_serializer.h>

#include <exception>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ops/metric_families.h"

namespace conclave::ops {
namespace {

// What the exposer asks at every scrape. Thread-safe.
class Scrape final : public prometheus::Collectable {
 public:
  Scrape(Sampler sample, const Limits& limits) : sample_(std::move(sample)), limits_(limits) {}

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    return MakeMetricFamilies(sample_(), limits_);
  }

 private:
  const Sampler sample_;
  const Limits limits_;
};

}  // namespace

std::string RenderMetrics(const Gauges& gauges, const Limits& limits) {
  return prometheus::TextSerializer().Serialize(MakeMetricFamilies(gauges, limits));
}

class MetricsEndpoint::Server {
 public:
  Server(const std::string& address, std::shared_ptr<prometheus::Collectable> scrape)
      : scrape_(std::move(scrape)),
        exposer_(
            {"listening_ports", address, "num_threads", "2", "request_timeout_ms", "5000", "enable_keep_alive", "no"}) {
    exposer_.RegisterCollectable(scrape_);
  }

  [[nodiscard]] int port() const { return exposer_.GetListeningPorts().front(); }

 private:
  const std::shared_ptr<prometheus::Collectable> scrape_;
  prometheus::Exposer exposer_;
};

absl::StatusOr<std::unique_ptr<MetricsEndpoint>> MetricsEndpoint::Open(const std::string& address, Sampler sample,
                                                                       const Limits& limits) {
  // The library throws what it cannot do.
  try {
    auto server = std::make_unique<Server>(address, std::make_shared<Scrape>(std::move(sample), limits));
    std::string bound = absl::StrCat(address.substr(0, address.rfind(':')), ":", server->port());
    return std::unique_ptr<MetricsEndpoint>(new MetricsEndpoint(std::move(bound), std::move(server)));
  } catch (const std::exception& error) {
    return absl::UnavailableError(absl::StrCat("Cannot listen on ", address, " for metrics: ", error.what(), "."));
  }
}

MetricsEndpoint::MetricsEndpoint(std::string address, std::unique_ptr<Server> server)
    : address_(std::move(address)), server_(std::move(server)) {}

MetricsEndpoint::~MetricsEndpoint() = default;

}  // namespace conclave::ops
