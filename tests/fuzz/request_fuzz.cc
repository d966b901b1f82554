// What a client says on the stream. Parts are requests as they come off the wire, read one after the other. Unless the
// input begins with a part that is empty, a proper Hello comes before them. Whatever comes, everything said is answered
// or refused, the stream ends when the client half-closes, and what the server says keeps the contract.
#include <map>
#include <memory>
#include <optional>

#include "conclave/v1/chat.pb.h"
#include "server/session/session.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_server.h"

namespace conclave::fuzz {
namespace {

constexpr absl::Duration kHang = absl::Seconds(60);

// Holds what the server says against its contract. Confined to the owner's lock.
class Listener {
 public:
  void Hear(const v1::Event& event) {
    Require(!ended_, "nothing follows the error that ends the stream");
    ended_ = event.has_error() && event.error().ends_stream();
    if (event.has_welcome()) Require(!std::exchange(welcomed_, true), "there is one Welcome");
    if (event.has_attached()) next_[event.attached().room_id()] = event.attached().from_seq();
    if (event.has_room_event()) Take(event.room_event().room_id(), event.room_event().seq(), event.room_event().seq());
    if (event.has_gap()) Take(event.gap().room_id(), event.gap().from_seq(), event.gap().to_seq());
  }

 private:
  void Take(std::uint64_t room, Seq from, Seq to) {
    const auto next = next_.find(room);
    Require(next != next_.end(), "nothing of a room comes before it is attached");
    Require(from == next->second && to >= from, "each number comes once and in order");
    next->second = to + 1;
  }

  bool welcomed_ = false;
  bool ended_ = false;
  std::map<std::uint64_t, Seq> next_;
};

// A client's end: takes every write at once. Thread-safe.
class ClientsEnd final : public session::Transport {
 public:
  void Write(fanout::WriteBatch batch) override {
    std::string bytes;
    for (const fanout::WritePiece& piece : batch) bytes.append(piece.bytes);
    v1::ChatResponse response;
    Require(response.ParseFromString(bytes), "what is written is a response");
    {
      const MutexLock lock(mu_);
      Require(!finished_, "nothing is written after the end");
      for (const v1::Event& event : response.events()) listener_.Hear(event);
    }
    if (const auto session = session_.lock()) session->OnWritten();
  }
  void Finish(const absl::Status& /*status*/) override {
    const MutexLock lock(mu_);
    Require(!finished_, "the stream ends once");
    finished_ = true;
    changed_.SignalAll();
  }
  void Cancel() override {
    const MutexLock lock(mu_);
    finished_ = true;
    changed_.SignalAll();
  }
  void Read() override {
    const MutexLock lock(mu_);
    ++reads_;
    changed_.SignalAll();
  }

  void set_session(const std::shared_ptr<session::Session>& session) { session_ = session; }

  // Waits until the server wants a request; false when the stream is over.
  bool IsRead() {
    const MutexLock lock(mu_);
    while (reads_ == 0 && !finished_) WaitLocked();
    if (finished_) return false;
    --reads_;
    return true;
  }
  void IsFinished() {
    const MutexLock lock(mu_);
    while (!finished_) WaitLocked();
  }

 private:
  void WaitLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { Require(!changed_.WaitFor(mu_, kHang), "the server answers"); }

  std::weak_ptr<session::Session> session_;
  Mutex mu_;
  CondVar changed_;
  Listener listener_ ABSL_GUARDED_BY(mu_);
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  int reads_ ABSL_GUARDED_BY(mu_) = 0;
};

// As the reactor of the stream does it.
void Hand(std::string_view bytes, const Limits& limits, session::Session& session) {
  v1::ChatRequest request;
  const bool parsed = request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (bytes.size() > limits.request_bytes) return session.OnOversized(request.request_id());
  if (!parsed) return session.OnMalformed(request.request_id());
  session.OnRequest(request);
}

std::string ProperHello() {
  v1::ChatRequest request;
  request.set_request_id(1);
  request.mutable_hello()->set_instance(1);
  return request.SerializeAsString();
}

void Run(std::string_view input) {
  std::vector<std::string_view> parts = Parts(input);
  const std::string hello = ProperHello();
  if (parts.front().empty()) {
    parts.erase(parts.begin());
  } else {
    parts.insert(parts.begin(), hello);
  }
  FuzzServer server;
  const auto end = std::make_shared<ClientsEnd>();
  const auto session = session::Session::Make(server.services(), server.alice(), end);
  end->set_session(session);
  session->Begin();
  for (const std::string_view part : parts) {
    if (!end->IsRead()) break;
    Hand(part, server.services().limits, *session);
  }
  if (end->IsRead()) session->OnHalfClose();
  end->IsFinished();
  session->OnGone();
}

}  // namespace
}  // namespace conclave::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  conclave::fuzz::Run(conclave::fuzz::ToView(data, size));
  return 0;
}
