#ifndef CONCLAVE_SERVER_OPS_METRIC_FAMILIES_H_
#define CONCLAVE_SERVER_OPS_METRIC_FAMILIES_H_

#include <prometheus/metric_family.h>

#include <vector>

#include "server/core/limits.h"
#include "server/ops/metrics.h"

namespace conclave::ops {

// The metrics as prometheus-cpp takes them.
std::vector<prometheus::MetricFamily> MakeMetricFamilies(const Gauges& gauges, const Limits& limits);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_METRIC_FAMILIES_H_
