#include "tests/support/fake_stream_reactor.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/slice.h>

#include <utility>

#include "absl/time/clock.h"
#include "tests/support/patience.h"

namespace conclave::testing {
namespace {}  // namespace

std::shared_ptr<FakeStreamReactor> FakeStreamReactor::Make(grpc::CallbackServerContext* context) {
  std::shared_ptr<FakeStreamReactor> reactor(new FakeStreamReactor(context));
  {
    MutexLock lock(reactor->mu_);
    reactor->self_ = reactor;
  }
  reactor->StartRead(&reactor->in_);
  return reactor;
}

template <typename Condition>
bool FakeStreamReactor::WaitUntil(Condition condition) {
  const absl::Time deadline = absl::Now() + Patience();
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
  grpc::CallbackServerContext* context = nullptr;
  {
    MutexLock lock(mu_);
    if (finished_) return;
    responses_.clear();
    context = context_;
  }
  context->TryCancel();
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
      const grpc::Slice slice(responses_.front().SerializeAsString());
      grpc::ByteBuffer(&slice, 1).Swap(&out_);
      responses_.pop_front();
      write = writing_ = true;
    } else if (end_) {
      finish = *end_;
    }
    finished_ = finish.has_value();
  }
  if (write) StartWrite(&out_);
  if (finish) Finish(*finish);
}

void FakeStreamReactor::OnReadDone(bool ok) {
  v1::ChatRequest request;
  if (ok) {
    grpc::ProtoBufferReader reader(&in_);
    request.ParseFromZeroCopyStream(&reader);
  }
  {
    MutexLock lock(mu_);
    if (ok) {
      requests_.push_back(std::move(request));
    } else {
      half_closed_ = true;
    }
    changed_.SignalAll();
  }
  if (ok) StartRead(&in_);
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
  std::shared_ptr<FakeStreamReactor> self;
  MutexLock lock(mu_);
  self.swap(self_);
  done_ = true;
  changed_.SignalAll();
}

}  // namespace conclave::testing
