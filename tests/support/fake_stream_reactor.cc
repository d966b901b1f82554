#include "tests/support/fake_stream_reactor.h"

#include <grpcpp/server_context.h>

#include <utility>

#include "absl/time/clock.h"

namespace conclave::testing {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(10);

}  // namespace

std::shared_ptr<FakeStreamReactor> FakeStreamReactor::Make(grpc::CallbackServerContext* context) {
  std::shared_ptr<FakeStreamReactor> reactor(new FakeStreamReactor(context));
  reactor->self_ = reactor;
  reactor->StartRead(&reactor->request_);
  return reactor;
}

template <typename Condition>
bool FakeStreamReactor::WaitUntil(Condition condition) {
  const absl::Time deadline = absl::Now() + kPatience;
  MutexLock lock(mu_);
  while (!condition()) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    changed_.WaitFor(mu_, left);
  }
  return true;
}

std::optional<v1::ChatRequest> FakeStreamReactor::AwaitRequest() {
  WaitUntil([this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return !requests_.empty() || half_closed_ || done_; });
  MutexLock lock(mu_);
  if (requests_.empty()) return std::nullopt;
  v1::ChatRequest request = std::move(requests_.front());
  requests_.pop_front();
  return request;
}

bool FakeStreamReactor::AwaitHalfClose() {
  return WaitUntil([this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return half_closed_; });
}

bool FakeStreamReactor::AwaitEnd() {
  return WaitUntil([this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return done_; });
}

void FakeStreamReactor::Say(v1::ChatResponse response) {
  {
    MutexLock lock(mu_);
    responses_.push_back(std::move(response));
  }
  Turn();
}

void FakeStreamReactor::End(grpc::Status status) {
  {
    MutexLock lock(mu_);
    if (!end_) end_ = std::move(status);
  }
  Turn();
}

void FakeStreamReactor::Cancel() {
  {
    MutexLock lock(mu_);
    if (finished_) return;
    responses_.clear();
  }
  context_->TryCancel();
}

void FakeStreamReactor::Turn() {
  bool write = false;
  std::optional<grpc::Status> finish;
  {
    MutexLock lock(mu_);
    if (writing_ || finished_) return;
    if (cancelled_) {
      finish = grpc::Status::CANCELLED;
    } else if (!responses_.empty()) {
      writing_response_ = std::move(responses_.front());
      responses_.pop_front();
      write = writing_ = true;
    } else if (end_) {
      finish = *end_;
    }
    finished_ = finish.has_value();
  }
  if (write) StartWrite(&writing_response_);
  if (finish) Finish(*finish);
}

void FakeStreamReactor::OnReadDone(bool ok) {
  {
    MutexLock lock(mu_);
    if (ok) {
      requests_.push_back(std::exchange(request_, {}));
    } else {
      half_closed_ = true;
    }
    changed_.SignalAll();
  }
  if (ok) StartRead(&request_);
}

void FakeStreamReactor::OnWriteDone(bool ok) {
  {
    MutexLock lock(mu_);
    writing_ = false;
    if (!ok) cancelled_ = true;
  }
  Turn();
}

void FakeStreamReactor::OnCancel() {
  {
    MutexLock lock(mu_);
    cancelled_ = true;
  }
  Turn();
}

void FakeStreamReactor::OnDone() {
  const std::shared_ptr<FakeStreamReactor> self = std::move(self_);
  MutexLock lock(mu_);
  done_ = true;
  changed_.SignalAll();
}

}  // namespace conclave::testing
