#include "bench/load/participant.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/core/random.h"

namespace conclave::bench {
namespace {

// A thousand handshakes on two cores take seconds; with sanitizers, a minute.
constexpr absl::Duration kPatience = absl::Minutes(2);

// What ends or thins out a participant's part.
bool IsTrouble(const v1::Event& event) {
  return event.has_error() || event.has_gap() || event.has_detached() ||
         (event.has_notice() && !event.notice().has_behind());
}

}  // namespace

Participant::Participant(const client::Identity& identity) : connection_(identity, {}) {}

Participant::~Participant() = default;

void Participant::Join() {
  v1::ChatRequest request;
  request.set_request_id(kHelloRequest);
  request.mutable_hello()->set_client_name("conclave_bench_load");
  request.mutable_hello()->set_instance(SystemRandom().NextId());
  RawStream::Listener& self = *this;
  stream_ = std::make_unique<RawStream>(connection_.Channel(), self);
  stream_->Start();
  Send(request);
}

bool Participant::WaitUntilReady() {
  const absl::Time deadline = absl::Now() + kPatience;
  const MutexLock lock(state_mu_);
  while (!ready_ && !gone_ && problem_.empty() && absl::Now() < deadline) {
    changed_.WaitFor(state_mu_, deadline - absl::Now());
  }
  if (!ready_ && problem_.empty()) problem_ = "did not become ready in time";
  return problem_.empty();
}

void Participant::Leave() {
  if (!stream_) return;
  {
    const MutexLock lock(state_mu_);
    leaving_ = true;
  }
  stream_->Cancel();
  const MutexLock lock(state_mu_);
  while (!gone_) changed_.Wait(state_mu_);
}

std::string Participant::problem() const {
  const MutexLock lock(state_mu_);
  return problem_;
}

void Participant::Take(const ScannedEvent& scanned) {
  v1::Event event;
  if (!event.ParseFromArray(scanned.whole.data(), static_cast<int>(scanned.whole.size()))) {
    return Fail("received an event that cannot be parsed");
  }
  if (IsTrouble(event)) return Fail(event.ShortDebugString());
  OnEvent(event);
}

void Participant::Send(const v1::ChatRequest& request) { stream_->Send(request.SerializeAsString()); }

void Participant::BeReady() {
  const MutexLock lock(state_mu_);
  ready_ = true;
  changed_.SignalAll();
}

void Participant::Fail(const std::string& problem) {
  const MutexLock lock(state_mu_);
  if (problem_.empty() && !leaving_) problem_ = problem;
  changed_.SignalAll();
}

void Participant::OnEnd(const grpc::Status& status) {
  Fail(absl::StrCat("the stream ended: ", status.error_code(), " ", status.error_message()));
  const MutexLock lock(state_mu_);
  gone_ = true;
  changed_.SignalAll();
}

}  // namespace conclave::bench
