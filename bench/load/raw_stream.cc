#include "bench/load/raw_stream.h"

#include <utility>
#include <vector>

namespace conclave::bench {
namespace {

constexpr char kMethod[] = "/conclave.v1.ChatService/Chat";

// The bytes of a message in one piece: its own, or copied into `scratch`.
std::string_view InOnePiece(const grpc::ByteBuffer& buffer, grpc::Slice& single, std::string& scratch) {
  if (buffer.TrySingleSlice(&single).ok()) return {reinterpret_cast<const char*>(single.begin()), single.size()};
  std::vector<grpc::Slice> slices;
  scratch.clear();
  if (!buffer.Dump(&slices).ok()) return {};
  for (const grpc::Slice& slice : slices) scratch.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return scratch;
}

}  // namespace

RawStream::RawStream(const std::shared_ptr<grpc::Channel>& channel, Listener& listener)
    : listener_(listener), stub_(channel) {}

void RawStream::Start() {
  stub_.PrepareBidiStreamingCall(&context_, kMethod, {}, this);
  // Writes begin outside of reactions too.
  AddHold();
  StartCall();
  ReadOn();
}

void RawStream::Send(const std::string& request) {
  const grpc::Slice slice(request);
  {
    const MutexLock lock(mu_);
    if (read_ended_) return;
    waiting_.emplace_back(&slice, 1);
    if (std::exchange(writing_, true)) return;
  }
  WriteNext();
}

void RawStream::Cancel() { context_.TryCancel(); }

void RawStream::ReadOn() {
  const MutexLock lock(mu_);
  StartRead(&in_);
}

void RawStream::OnReadDone(bool ok) {
  thread_local std::string scratch;
  grpc::ByteBuffer received;
  {
    const MutexLock lock(mu_);
    if (!ok) return EndLocked();
    received.Swap(&in_);
  }
  grpc::Slice single;
  listener_.OnResponse(InOnePiece(received, single, scratch));
  received.Clear();
  ReadOn();
}

void RawStream::WriteNext() {
  grpc::WriteOptions options;
  const grpc::ByteBuffer* out = nullptr;
  {
    const MutexLock lock(mu_);
    out_.Swap(&waiting_.front());
    waiting_.pop_front();
    out = &out_;
    // Requests that wait together leave together.
    if (!waiting_.empty()) options.set_buffer_hint();
  }
  StartWrite(out, options);
}

void RawStream::OnWriteDone(bool ok) {
  {
    const MutexLock lock(mu_);
    if (!ok || read_ended_) waiting_.clear();
    if (waiting_.empty()) {
      writing_ = false;
      if (read_ended_) RemoveHold();
      return;
    }
  }
  WriteNext();
}

void RawStream::EndLocked() {
  read_ended_ = true;
  if (!writing_) RemoveHold();
}

void RawStream::OnDone(const grpc::Status& status) { listener_.OnEnd(status); }

}  // namespace conclave::bench
