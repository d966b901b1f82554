// What the server says of itself on standard error.
#include <gmock/gmock.h>

#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LogTest : public Scenario {};

TEST_F(LogTest, NoTextOfAMessageReachesTheLog) {
  const std::string secret = "meet me at the harbour";
  server().Configure("log.level", "\"debug\"");
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  bob.Attaches(lobby);
  const Said said = alice.Says(lobby, secret);
  bob.Sees(lobby, secret);
  EXPECT_EQ(ReasonOf([&] { alice.IsAcked(alice.Sends(lobby, secret + "?", said.command)); }), v1::REASON_ID_REUSED);
  EXPECT_EQ(ReasonOf([&] { alice.Says(lobby, secret + "\x01"); }), v1::REASON_INVALID_TEXT);
  std::string long_text;
  while (long_text.size() <= 16 * 1024) long_text += secret;
  EXPECT_EQ(ReasonOf([&] { alice.Says(lobby, long_text); }), v1::REASON_TOO_LARGE);
  server().Kill();
  server().Start();
  alice.Connects();
  alice.Says(lobby, secret + " again");
  EXPECT_TRUE(HistoryHoldsSoFar());
  SkipsTheCheckAtTheEnd();
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
  EXPECT_THAT(server().Log(), HasSubstr("Ready"));
  EXPECT_THAT(server().Log(), Not(HasSubstr("harbour")));
}

}  // namespace
}  // namespace conclave::testing
