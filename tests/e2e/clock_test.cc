// The wall clock under a running server jumps (libfaketime; the monotonic clock goes on as it does): times in a room
// never go back, timeouts last as long as they should, and certificates are judged by the clock there is.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

constexpr TimeUs kHour = 3'600'000'000;

class ClockTest : public Scenario {
 protected:
  void SetUp() override {
    JumpTo("+0");
    server().Configure("limits.heartbeat_interval", "\"300ms\"");
    server().Configure("limits.hello_timeout", "\"1s\"");
    for (const char* user : {"alice", "bob"}) IdentityOf(user);
    server().RunBy({"env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1",
                    absl::StrCat("FAKETIME_TIMESTAMP_FILE=", file().string()), "FAKETIME_NO_CACHE=1",
                    "FAKETIME_DONT_FAKE_MONOTONIC=1"});
  }

  void TearDown() override {
    JumpTo("+0");
    Scenario::TearDown();
  }

  // So far from the true time, such as "-2h".
  void JumpTo(const std::string& offset) {
    // As a whole, or the server would read half of it.
    const std::filesystem::path next = directory_.path() / "next";
    WriteFile(next, offset);
    std::filesystem::rename(next, file());
  }

  // The server still notices that time passes: it says that it is there, and ends a stream that says nothing. `who` is
  // connected, and the channel too: nobody new gets in with a certificate that is not valid yet.
  static void TimePasses(Participant& who, const std::shared_ptr<grpc::Channel>& channel) {
    const auto heartbeats = [](const ClientState& state) {
      return std::ranges::count_if(state.others, [](const v1::Event& event) { return event.has_heartbeat(); });
    };
    std::ptrdiff_t before = 0;
    who.WaitsFor("anything", [&](const ClientState& state) { return before = heartbeats(state), true; });
    who.WaitsFor("signs of life", [&](const ClientState& state) { return heartbeats(state) >= before + 3; });
    // Without Hello.
    EXPECT_FALSE(EndOfASilentStream(channel).ok());
  }

  std::shared_ptr<grpc::Channel> OpensAChannel(const Participant& who) {
    auto channel = OpenChannel(server().address(), who.identity());
    EXPECT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() + absl::ToChronoSeconds(Patience())));
    return channel;
  }

  // Waits for the server to end it.
  static grpc::Status EndOfASilentStream(const std::shared_ptr<grpc::Channel>& channel) {
    struct End {
      Mutex mu;
      CondVar changed;
      std::optional<grpc::Status> status ABSL_GUARDED_BY(mu);
    };
    const auto end = std::make_shared<End>();
    const ChatStream stream(
        channel, [](const v1::Event&) {},
        [end](const grpc::Status& status) {
          const MutexLock lock(end->mu);
          end->status = status;
          end->changed.SignalAll();
        });
    const MutexLock lock(end->mu);
    while (!end->status) {
      if (end->changed.WaitFor(end->mu, Patience())) return grpc::Status::OK;
    }
    return *end->status;
  }

 private:
  [[nodiscard]] std::filesystem::path file() const { return directory_.path() / "offset"; }

  const TemporaryDirectory directory_;
};

TEST_F(ClockTest, TimesInARoomNeverGoBack) {
  Participant& alice = Enters("alice");
  const RoomId lobby = alice.lobby();
  alice.Attaches(lobby);
  const TimeUs now = alice.Says(lobby, "now").time;
  JumpTo("-2h");
  EXPECT_GE(alice.Says(lobby, "two hours earlier").time, now);
  JumpTo("+24h");
  const TimeUs tomorrow = alice.Says(lobby, "tomorrow").time;
  EXPECT_GE(tomorrow, now + 23 * kHour);
  JumpTo("+0");
  EXPECT_GE(alice.Says(lobby, "now again").time, tomorrow);
  server().Kill();
  server().Start();
  alice.Connects();
  EXPECT_GE(alice.Says(lobby, "after a restart").time, tomorrow) << "the room remembers";
}

TEST_F(ClockTest, TimeoutsGoOnWhenTheClockGoesBack) {
  Participant& alice = Enters("alice");
  const auto channel = OpensAChannel(alice);
  JumpTo("-2h");
  TimePasses(alice, channel);
}

TEST_F(ClockTest, TimeoutsGoOnWhenTheClockGoesForward) {
  Participant& alice = Enters("alice");
  const auto channel = OpensAChannel(alice);
  JumpTo("+2h");
  TimePasses(alice, channel);
  alice.Says(alice.lobby(), "two hours are no silence");
}

TEST_F(ClockTest, ADrainTakesNoLongerWhenTheClockGoesBack) {
  server().Configure("drain.deadline", "\"1s\"");
  Participant& alice = Enters("alice");
  JumpTo("-2h");
  alice.StopsReading();
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
}

TEST_F(ClockTest, CertificatesAreJudgedByTheClockThereIs) {
  Participant& alice = Enters("alice");
  const RoomId lobby = alice.lobby();
  alice.Attaches(lobby);
  Participant& bob = Arrives("bob");
  // Past the end of what was issued, and before its beginning.
  for (const char* offset : {"+2000d", "-2h"}) {
    JumpTo(offset);
    const grpc::Status refused = EndOfASilentStream(OpenChannel(server().address(), bob.identity()));
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE) << offset << " " << refused.error_message();
  }
  alice.Says(lobby, "who is in is in");
  JumpTo("+0");
  bob.Connects();
  bob.Attaches(lobby);
  bob.Sees(lobby, "who is in is in");
}

}  // namespace
}  // namespace conclave::testing
