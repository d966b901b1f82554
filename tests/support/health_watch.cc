#include "tests/support/health_watch.h"

#include <chrono>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "tests/support/chat_stream.h"
#include "tests/support/patience.h"

namespace conclave::testing {
namespace {

grpc::ClientContext& Patient(grpc::ClientContext& context) {
  context.set_wait_for_ready(true);
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(Patience()));
  return context;
}

}  // namespace

HealthWatch::HealthWatch(const std::string& address, const Identity& identity)
    : stub_(grpc::health::v1::Health::NewStub(OpenChannel(address, identity))),
      stream_(stub_->Watch(&Patient(context_), {})) {}

HealthWatch::~HealthWatch() {
  context_.TryCancel();
  stream_->Finish();
}

void HealthWatch::Says(Status::ServingStatus status) {
  Status said;
  while (stream_->Read(&said)) {
    if (said.status() == status) return;
  }
  throw std::runtime_error(absl::StrCat("health did not become ", Status::ServingStatus_Name(status)));
}

}  // namespace conclave::testing
