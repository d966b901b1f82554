#include "bench/naive/naive_stream.h"

#include <memory>
#include <utility>

#include "server/core/clock.h"

namespace conclave::bench {
namespace {

// As in limits.toml.
constexpr std::uint32_t kCommandsInFlight = 4096;

// A response with one event, which `fill` fills.
template <typename Fill>
NaiveRoom::Response Respond(Fill fill) {
  const auto response = std::make_shared<v1::ChatResponse>();
  fill(*response->add_events());
  return response;
}

}  // namespace

NaiveStream* NaiveStream::Start(NaiveRoom& room) {
  auto* stream = new NaiveStream(room);
  stream->StartRead(&stream->request_);
  return stream;
}

void NaiveStream::Push(NaiveRoom::Response response) {
  const MutexLock lock(mu_);
  if (ended_) return;
  queue_.push_back(std::move(response));
  if (queue_.size() == 1) StartWrite(queue_.front().get());
}

void NaiveStream::OnReadDone(bool ok) {
  if (!ok) return End();
  Answer(request_);
  const MutexLock lock(mu_);
  if (!ended_) StartRead(&request_);
}

void NaiveStream::OnWriteDone(bool ok) {
  if (!ok) End();
  const MutexLock lock(mu_);
  queue_.pop_front();
  if (ended_) {
    queue_.clear();
    if (!std::exchange(finished_, true)) Finish(grpc::Status::OK);
  } else if (!queue_.empty()) {
    StartWrite(queue_.front().get());
  }
}

void NaiveStream::OnCancel() { End(); }

void NaiveStream::End() {
  // From here on nobody pushes.
  room_.Remove(*this);
  const MutexLock lock(mu_);
  ended_ = true;
  // A write in flight finishes when it is done.
  if (queue_.empty() && !std::exchange(finished_, true)) Finish(grpc::Status::OK);
}

void NaiveStream::Answer(const v1::ChatRequest& request) {
  const std::uint64_t id = request.request_id();
  if (request.has_hello()) return Welcome(id);
  if (request.has_attach()) return Attach(id);
  if (!request.has_send_message()) return;
  const std::uint64_t seq = room_.Say(request.send_message());
  Push(Respond([&](v1::Event& event) {
    event.mutable_ack()->set_request_id(id);
    event.mutable_ack()->set_room_id(room_.id());
    event.mutable_ack()->set_seq(seq);
    event.mutable_ack()->set_time_us(SystemClock().NowUs());
  }));
}

void NaiveStream::Welcome(std::uint64_t request) {
  Push(Respond([&](v1::Event& event) {
    event.mutable_welcome()->set_request_id(request);
    event.mutable_welcome()->mutable_limits()->set_commands_in_flight(kCommandsInFlight);
  }));
  Push(Respond([&](v1::Event& event) {
    event.mutable_room_summary()->set_room_id(room_.id());
    event.mutable_room_summary()->set_head_seq(room_.head());
  }));
}

void NaiveStream::Attach(std::uint64_t request) {
  const std::uint64_t head = room_.Add(*this);
  Push(Respond([&](v1::Event& event) {
    event.mutable_attached()->set_request_id(request);
    event.mutable_attached()->set_room_id(room_.id());
    event.mutable_attached()->set_from_seq(head + 1);
  }));
  Push(Respond([&](v1::Event& event) {
    event.mutable_caught_up()->set_room_id(room_.id());
    event.mutable_caught_up()->set_seq(head);
  }));
}

}  // namespace conclave::bench
