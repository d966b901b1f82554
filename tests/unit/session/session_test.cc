#include "server/session/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/core/refusal.h"
#include "server/core/tally.h"
#include "server/fanout/hub.h"
#include "server/fanout/room_tails.h"
#include "server/log/attach.h"
#include "server/log/committer.h"
#include "server/log/page_loader.h"
#include "server/log/reader_pool.h"
#include "server/log/summaries.h"
#include "server/session/directory_calls.h"
#include "server/session/rate_limits.h"
#include "server/session/registry.h"
#include "server/store/memory/memory_store.h"
#include "tests/client/fake_time.h"
#include "tests/support/fault_store.h"
#include "tests/support/silent_journal.h"

namespace conclave::session {
namespace {

// A client's end: takes every write at once, and notes what is asked of it. Thread-safe.
class FakeTransport final : public Transport {
 public:
  void Write(fanout::WriteBatch batch) override {
    std::string bytes;
    for (const fanout::WritePiece& piece : batch) bytes.append(piece.bytes);
    v1::ChatResponse response;
    response.ParseFromString(bytes);
    {
      const MutexLock lock(mu_);
      for (const v1::Event& event : response.events()) events_.push_back(event);
      changed_.SignalAll();
    }
    if (const auto session = session_.lock()) session->OnWritten();
  }
  void Finish(const absl::Status& status) override {
    const MutexLock lock(mu_);
    finished_ = status;
    changed_.SignalAll();
  }
  void Cancel() override {
    const MutexLock lock(mu_);
    cancelled_ = true;
  }
  void Read() override {
    const MutexLock lock(mu_);
    ++reads_;
    changed_.SignalAll();
  }

  void set_session(const std::shared_ptr<Session>& session) { session_ = session; }
  [[nodiscard]] bool cancelled() const {
    const MutexLock lock(mu_);
    return cancelled_;
  }
  [[nodiscard]] int reads() const {
    const MutexLock lock(mu_);
    return reads_;
  }
  [[nodiscard]] std::vector<v1::Event> events() const {
    const MutexLock lock(mu_);
    return events_;
  }
  bool AwaitReads(int reads) {
    const MutexLock lock(mu_);
    while (reads_ < reads) {
      if (changed_.WaitFor(mu_, absl::Seconds(10))) return false;
    }
    return true;
  }
  // How the stream ended.
  absl::Status AwaitFinish() {
    const MutexLock lock(mu_);
    while (!finished_) {
      if (changed_.WaitFor(mu_, absl::Seconds(10))) return absl::InternalError("it did not end");
    }
    return *finished_;
  }
  [[nodiscard]] bool finished() const {
    const MutexLock lock(mu_);
    return finished_.has_value();
  }
  // The first event of a kind.
  v1::Event Await(v1::Event::KindCase kind) {
    const MutexLock lock(mu_);
    for (;;) {
      for (const v1::Event& event : events_) {
        if (event.kind_case() == kind) return event;
      }
      if (changed_.WaitFor(mu_, absl::Seconds(10))) return {};
    }
  }
  // The answer to a command.
  v1::Event AwaitAnswerTo(std::uint64_t id) {
    const auto answers = [id](const v1::Event& event) {
      return event.ack().request_id() == id || event.error().request_id() == id || event.pong().request_id() == id;
    };
    const MutexLock lock(mu_);
    for (;;) {
      const auto found = std::ranges::find_if(events_, answers);
      if (found != events_.end()) return *found;
      if (changed_.WaitFor(mu_, absl::Seconds(10))) return {};
    }
  }
  bool AwaitSummaryOf(const std::string& name) {
    const auto matches = [&name](const v1::Event& event) { return event.room_summary().name() == name; };
    const MutexLock lock(mu_);
    while (std::ranges::none_of(events_, matches)) {
      if (changed_.WaitFor(mu_, absl::Seconds(10))) return false;
    }
    return true;
  }

 private:
  std::weak_ptr<Session> session_;
  mutable Mutex mu_;
  CondVar changed_;
  std::vector<v1::Event> events_ ABSL_GUARDED_BY(mu_);
  std::optional<absl::Status> finished_ ABSL_GUARDED_BY(mu_);
  bool cancelled_ ABSL_GUARDED_BY(mu_) = false;
  int reads_ ABSL_GUARDED_BY(mu_) = 0;
};

// One stream: a session and its client's end.
struct Stream {
  std::shared_ptr<FakeTransport> transport = std::make_shared<FakeTransport>();
  std::shared_ptr<Session> session;
};

CommandId IdOf(std::uint8_t number) {
  std::array<std::uint8_t, CommandId::kSize> bytes{};
  bytes[5] = number;
  bytes[6] = 0x70;
  bytes[8] = 0x80;
  return CommandId(bytes);
}

v1::ChatRequest HelloRequest(std::uint64_t instance = 1) {
  v1::ChatRequest request;
  request.set_request_id(1);
  request.mutable_hello()->set_instance(instance);
  return request;
}

v1::ChatRequest SendRequest(std::uint8_t id) {
  v1::ChatRequest request;
  request.set_request_id(id);
  request.mutable_send_message()->set_room_id(1);
  request.mutable_send_message()->set_command_id(std::string(IdOf(id).bytes()));
  request.mutable_send_message()->mutable_message()->set_text("hi");
  return request;
}

v1::ChatRequest AttachRequest(std::uint64_t id) {
  v1::ChatRequest request;
  request.set_request_id(id);
  request.mutable_attach()->set_room_id(1);
  return request;
}

v1::ChatRequest DetachRequest(std::uint64_t id) {
  v1::ChatRequest request;
  request.set_request_id(id);
  request.mutable_detach()->set_room_id(1);
  return request;
}

v1::Reason ReasonOf(const absl::Status& status) { return ErrorFrom(status).reason(); }

class SessionTest : public ::testing::Test {
 protected:
  SessionTest() {
    attach_.set_hub(hub_);
    EXPECT_TRUE(committer_.Start().ok());
    Mutex mu;
    CondVar changed;
    bool done = false;
    const auto answer = [&](const absl::StatusOr<log::CommandResult>& result) {
      const MutexLock lock(mu);
      alice_ = {.user = result->user->id, .device = result->device->id};
      done = true;
      changed.SignalAll();
    };
    EXPECT_TRUE(
        committer_.Submit({.command = chat::AddDevice{.user_name = "alice", .device_name = "laptop"}, .done = answer})
            .ok());
    const MutexLock lock(mu);
    while (!done) changed.Wait(mu);
  }
  ~SessionTest() override {
    store_.ReleaseCommits();
    for (const auto& session : registry_.All()) session->OnGone();
    committer_.Stop();
    readers_.Stop();
  }

  Stream Begins() { return Begins(alice_); }
  Stream Begins(const auth::Identity& identity) {
    Stream stream;
    stream.session = Session::Make(services_, identity, stream.transport);
    stream.transport->set_session(stream.session);
    stream.session->Begin();
    return stream;
  }
  Stream Greeted(std::uint64_t instance = 1) {
    Stream stream = Begins();
    stream.session->OnRequest(HelloRequest(instance));
    EXPECT_TRUE(stream.transport->AwaitReads(2));
    return stream;
  }

  // What was posted to the hub before is done.
  void FlushHub() {
    Mutex mu;
    CondVar changed;
    bool done = false;
    hub_.Publish({.calls = {[&] {
                    const MutexLock lock(mu);
                    done = true;
                    changed.SignalAll();
                  }}});
    const MutexLock lock(mu);
    while (!done) changed.Wait(mu);
  }

  Limits limits_{.commands_in_flight = 2,
                 .streams_per_device = 2,
                 .device_commands_per_second = 10,
                 .device_burst = 20,
                 .room_messages_per_second = 1,
                 .room_burst = 4};
  testing::FakeClock clock_;
  testing::SilentJournal journal_;
  testing::SeededRandom random_{1};
  store::MemoryStore memory_{random_};
  store::FaultStore store_{memory_};
  fanout::RoomTails tails_{100'000};
  Registry registry_{2};
  log::ReaderPool readers_{2, 100};
  log::PageLoader pages_{store_, readers_, tails_};
  log::Attach attach_{store_, readers_};
  log::Summaries summaries_{store_, readers_};
  fanout::Hub hub_{1, limits_, tails_, {.pages = pages_, .access = attach_, .summaries = summaries_}};
  log::Committer committer_{store_, hub_, limits_, clock_, random_};
  RateLimits rates_{limits_, clock_};
  const ServerIdentity server_{.name = "test", .version = "1", .trust_domain = "test"};
  const Services services_{.server = server_,
                           .limits = limits_,
                           .clock = clock_,
                           .journal = journal_,
                           .store = store_,
                           .hub = hub_,
                           .committer = committer_,
                           .readers = readers_,
                           .registry = registry_,
                           .rates = rates_};
  auth::Identity alice_;
};

TEST_F(SessionTest, HelloIsAnsweredByWelcomeAndThenTheRooms) {
  const Stream stream = Greeted();
  const auto events = stream.transport->events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].welcome().user_name(), "alice");
  EXPECT_EQ(events[0].welcome().limits().commands_in_flight(), 2u);
  EXPECT_FALSE(events[0].welcome().resynchronise());
  EXPECT_EQ(events[1].room_summary().name(), "lobby");
}

TEST_F(SessionTest, AnythingButHelloFirstEndsTheStream) {
  const Stream stream = Begins();
  stream.session->OnRequest(SendRequest(1));
  EXPECT_EQ(ReasonOf(stream.transport->AwaitFinish()), v1::REASON_HELLO_EXPECTED);
  EXPECT_TRUE(stream.transport->events().back().error().ends_stream());
}

TEST_F(SessionTest, ASecondHelloEndsTheStream) {
  const Stream stream = Greeted();
  stream.session->OnRequest(HelloRequest());
  EXPECT_EQ(ReasonOf(stream.transport->AwaitFinish()), v1::REASON_HELLO_REPEATED);
}

TEST_F(SessionTest, MalformedBytesEndTheStreamOnlyInPlaceOfHello) {
  const Stream first = Begins();
  first.session->OnMalformed(0);
  EXPECT_EQ(ReasonOf(first.transport->AwaitFinish()), v1::REASON_MALFORMED);
  const Stream second = Greeted();
  second.session->OnMalformed(7);
  const v1::Error error = second.transport->Await(v1::Event::kError).error();
  EXPECT_EQ(error.reason(), v1::REASON_MALFORMED);
  EXPECT_EQ(error.request_id(), 7u);
  EXPECT_TRUE(second.transport->AwaitReads(3));
}

TEST_F(SessionTest, AnOversizedRequestIsRefusedWithItsLimit) {
  const Stream stream = Greeted();
  stream.session->OnOversized(7);
  EXPECT_EQ(stream.transport->Await(v1::Event::kError).error().limit(), "limits.request_bytes");
  EXPECT_TRUE(stream.transport->AwaitReads(3));
}

TEST_F(SessionTest, ReadingPausesAtKUnansweredCommandsAndGoesOn) {
  const Stream stream = Greeted();
  store_.HoldCommits();
  stream.session->OnRequest(SendRequest(2));
  EXPECT_EQ(stream.transport->reads(), 3);
  stream.session->OnRequest(SendRequest(3));
  EXPECT_EQ(stream.transport->reads(), 3);
  store_.ReleaseCommits();
  EXPECT_TRUE(stream.transport->AwaitReads(4));
}

TEST_F(SessionTest, APingIsAnswered) {
  const Stream stream = Greeted();
  v1::ChatRequest request;
  request.set_request_id(9);
  request.mutable_ping()->set_client_time_us(123);
  stream.session->OnRequest(request);
  const v1::Pong pong = stream.transport->Await(v1::Event::kPong).pong();
  EXPECT_EQ(pong.client_time_us(), 123);
  EXPECT_EQ(pong.server_time_us(), clock_.NowUs());
}

TEST_F(SessionTest, AttachDeliversAndDetachIsAnswered) {
  const Stream stream = Greeted();
  stream.session->OnRequest(AttachRequest(5));
  EXPECT_EQ(stream.transport->Await(v1::Event::kCaughtUp).caught_up().seq(), 2u);
  stream.session->OnRequest(DetachRequest(6));
  EXPECT_EQ(stream.transport->Await(v1::Event::kDetached).detached().request_id(), 6u);
  stream.session->OnRequest(DetachRequest(7));
  EXPECT_EQ(stream.transport->Await(v1::Event::kError).error().reason(), v1::REASON_NOT_ATTACHED);
}

TEST_F(SessionTest, HalfCloseWaitsForEveryAnswer) {
  const Stream stream = Greeted();
  store_.HoldCommits();
  stream.session->OnRequest(SendRequest(2));
  stream.session->OnHalfClose();
  store_.ReleaseCommits();
  EXPECT_TRUE(stream.transport->AwaitFinish().ok());
  EXPECT_EQ(stream.transport->Await(v1::Event::kAck).ack().request_id(), 2u);
}

TEST_F(SessionTest, HalfCloseWaitsForTheAnswerToDetach) {
  const Stream stream = Greeted();
  stream.session->OnRequest(DetachRequest(6));
  stream.session->OnHalfClose();
  EXPECT_TRUE(stream.transport->AwaitFinish().ok());
  const auto events = stream.transport->events();
  EXPECT_EQ(events.back().error().request_id(), 6u);
}

TEST_F(SessionTest, DrainingAnswersWhatWasAcceptedAndRefusesTheRest) {
  const Stream stream = Greeted();
  store_.HoldCommits();
  stream.session->OnRequest(SendRequest(2));
  stream.session->Drain(absl::Seconds(2));
  stream.session->OnRequest(SendRequest(3));
  EXPECT_EQ(stream.transport->Await(v1::Event::kError).error().reason(), v1::REASON_DRAINING);
  store_.ReleaseCommits();
  EXPECT_EQ(stream.transport->Await(v1::Event::kAck).ack().request_id(), 2u);
  EXPECT_EQ(stream.transport->Await(v1::Event::kNotice).notice().draining().retry_after_ms(), 2000u);
  // What was on its way has arrived when nothing came for a while.
  stream.session->EndIfDrained();
  EXPECT_FALSE(stream.transport->finished());
  clock_.Advance(Session::kDrainQuiet);
  stream.session->EndIfDrained();
  EXPECT_EQ(ReasonOf(stream.transport->AwaitFinish()), v1::REASON_DRAINING);
}

TEST_F(SessionTest, OneReadIsUnderWayAtATimeThoughItDrainsDuringTheGreeting) {
  Mutex mu;
  CondVar changed;
  bool release = false;
  const auto blocking = [&] {
    const MutexLock lock(mu);
    while (!release) changed.Wait(mu);
  };
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(readers_.Submit(log::ReaderPool::Class::kInteractive, blocking).ok());
  const Stream stream = Begins();
  stream.session->OnRequest(HelloRequest());
  stream.session->Drain(absl::Seconds(1));
  EXPECT_EQ(stream.transport->reads(), 1);
  {
    const MutexLock lock(mu);
    release = true;
    changed.SignalAll();
  }
  readers_.Stop();
  EXPECT_LE(stream.transport->reads(), 2);
}

TEST_F(SessionTest, ANewerStreamOfTheInstanceReplacesTheOlder) {
  const Stream older = Greeted(7);
  const Stream newer = Greeted(7);
  EXPECT_EQ(ReasonOf(older.transport->AwaitFinish()), v1::REASON_REPLACED);
  EXPECT_TRUE(older.transport->Await(v1::Event::kNotice).notice().has_replaced());
  older.session->OnGone();
  const Stream newest = Greeted(7);
  EXPECT_EQ(ReasonOf(newer.transport->AwaitFinish()), v1::REASON_REPLACED);
}

TEST_F(SessionTest, ADeviceHasAsManyStreamsAsItsLimitAndNotOneMore) {
  const Stream one = Greeted(1);
  const Stream two = Greeted(2);
  const Stream three = Begins();
  three.session->OnRequest(HelloRequest(3));
  EXPECT_EQ(ReasonOf(three.transport->AwaitFinish()), v1::REASON_LIMIT_REACHED);
  three.session->OnGone();
  one.session->OnGone();
  Greeted(4);
}

TEST_F(SessionTest, AnUnknownDeviceIsRefused) {
  const Stream stream = Begins({.user = alice_.user, .device = DeviceId(999)});
  stream.session->OnRequest(HelloRequest());
  EXPECT_EQ(ReasonOf(stream.transport->AwaitFinish()), v1::REASON_UNKNOWN_DEVICE);
}

TEST_F(SessionTest, AnotherEpochMeansResynchronise) {
  const Stream stream = Begins();
  v1::ChatRequest hello = HelloRequest();
  hello.mutable_hello()->set_store_epoch(12345);
  hello.mutable_hello()->add_attach()->set_room_id(1);
  stream.session->OnRequest(hello);
  ASSERT_TRUE(stream.transport->AwaitReads(2));
  EXPECT_TRUE(stream.transport->Await(v1::Event::kWelcome).welcome().resynchronise());
  stream.session->OnRequest(DetachRequest(6));
  EXPECT_EQ(stream.transport->Await(v1::Event::kError).error().reason(), v1::REASON_NOT_ATTACHED);
}

TEST_F(SessionTest, HelloAfterItsTimeIsCutAtItsLimit) {
  const Stream stream = Begins();
  clock_.Advance(limits_.hello_timeout - absl::Microseconds(1));
  stream.session->CheckHelloTimeout();
  EXPECT_FALSE(stream.transport->cancelled());
  clock_.Advance(absl::Microseconds(1));
  stream.session->CheckHelloTimeout();
  EXPECT_TRUE(stream.transport->cancelled());
}

TEST_F(SessionTest, WhoGoesBeforeTheGreetingLeavesNothing) {
  store_.FailReads();
  std::weak_ptr<FakeTransport> transport;
  {
    const Stream stream = Begins();
    transport = stream.transport;
    stream.session->OnGone();
    stream.session->OnRequest(HelloRequest());
  }
  readers_.Stop();
  EXPECT_TRUE(registry_.All().empty());
  for (int i = 0; i < 2; ++i) FlushHub();
  EXPECT_TRUE(transport.expired()) << "its connection is still in a shard";
}

v1::ChatRequest PingRequest(std::uint64_t id) {
  v1::ChatRequest request;
  request.set_request_id(id);
  request.mutable_ping();
  return request;
}

TEST_F(SessionTest, ADeviceDoesAsMuchAtOnceAsItsBurstAndNotOneMore) {
  const Stream stream = Greeted();
  // Hello was the first.
  for (std::uint64_t id = 2; id <= limits_.device_burst; ++id) stream.session->OnRequest(PingRequest(id));
  EXPECT_EQ(stream.transport->events().back().pong().request_id(), limits_.device_burst);
  stream.session->OnRequest(PingRequest(100));
  const v1::Error refused = stream.transport->events().back().error();
  EXPECT_EQ(refused.reason(), v1::REASON_RATE_LIMITED);
  EXPECT_EQ(refused.request_id(), 100u);
  EXPECT_EQ(refused.limit(), "limits.device_commands_per_second");
  EXPECT_EQ(refused.limit_value(), limits_.device_commands_per_second);
  EXPECT_FALSE(stream.transport->finished());

  clock_.Advance(absl::Milliseconds(refused.retry_after_ms()) - absl::Microseconds(1));
  stream.session->OnRequest(PingRequest(101));
  EXPECT_EQ(stream.transport->events().back().error().reason(), v1::REASON_RATE_LIMITED);
  clock_.Advance(absl::Microseconds(1));
  stream.session->OnRequest(PingRequest(102));
  EXPECT_EQ(stream.transport->events().back().pong().request_id(), 102u);
}

TEST_F(SessionTest, AStreamOfADeviceThatDoesTooMuchIsRefusedAtHello) {
  const Stream busy = Greeted(1);
  for (std::uint64_t id = 2; id <= limits_.device_burst; ++id) busy.session->OnRequest(PingRequest(id));
  const Stream late = Begins();
  late.session->OnRequest(HelloRequest(2));
  EXPECT_EQ(ReasonOf(late.transport->AwaitFinish()), v1::REASON_RATE_LIMITED);
}

TEST_F(SessionTest, ARoomTakesAsManyMessagesAtOnceAsItsBurstAndNotOneMore) {
  const Stream stream = Greeted();
  const auto says = [&](std::uint8_t id) {
    stream.session->OnRequest(SendRequest(id));
    return stream.transport->AwaitAnswerTo(id);
  };
  for (std::uint8_t id = 2; id < 2 + limits_.room_burst; ++id) EXPECT_TRUE(says(id).has_ack());
  const v1::Error refused = says(50).error();
  EXPECT_EQ(refused.reason(), v1::REASON_RATE_LIMITED);
  EXPECT_EQ(refused.limit(), "limits.room_messages_per_second");
  EXPECT_EQ(refused.limit_value(), limits_.room_messages_per_second);
  // Not the device: it may do other things, and say something elsewhere.
  stream.session->OnRequest(PingRequest(51));
  EXPECT_TRUE(stream.transport->AwaitAnswerTo(51).has_pong());
  clock_.Advance(absl::Milliseconds(refused.retry_after_ms()));
  EXPECT_TRUE(says(52).has_ack());
}

TEST_F(SessionTest, CallsAreCountedWithTheCommandsOfTheirDevice) {
  const DirectoryCalls calls(services_);
  const auto call = [&] {
    std::promise<absl::Status> answer;
    calls.GetUsers(alice_, {},
                   [&](const absl::StatusOr<v1::GetUsersResponse>& users) { answer.set_value(users.status()); });
    return answer.get_future().get();
  };
  for (std::size_t i = 0; i < limits_.device_burst; ++i) EXPECT_TRUE(call().ok());
  const v1::Error refused = ErrorFrom(call());
  EXPECT_EQ(refused.reason(), v1::REASON_RATE_LIMITED);
  clock_.Advance(absl::Milliseconds(refused.retry_after_ms()));
  EXPECT_TRUE(call().ok());
}

TEST_F(SessionTest, RefusalsAreCountedByReasonAndByLimit) {
  const std::string_view limit = "limits.request_bytes";
  const std::uint64_t limits_before = ProcessTally().LimitReached(limit);
  const std::uint64_t refusals_before = ProcessTally().Refusals(v1::REASON_TOO_LARGE);
  Greeted().session->OnOversized(7);
  EXPECT_EQ(ProcessTally().LimitReached(limit), limits_before + 1);
  EXPECT_EQ(ProcessTally().Refusals(v1::REASON_TOO_LARGE), refusals_before + 1);
}

TEST_F(SessionTest, AChangeOfMembershipIsSummarised) {
  const Stream stream = Greeted();
  ASSERT_TRUE(committer_
                  .Submit({.command = chat::CreateRoom{.kind = v1::ROOM_KIND_PUBLIC, .name = "den"},
                           .author = alice_.user,
                           .device = alice_.device,
                           .id = IdOf(9),
                           .done = [](const absl::StatusOr<log::CommandResult>&) {}})
                  .ok());
  EXPECT_TRUE(stream.transport->AwaitSummaryOf("den"));
}

}  // namespace
}  // namespace conclave::session
