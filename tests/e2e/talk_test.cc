// People talk: the lobby, public, private and direct rooms, and who sees what of them.
#include <gmock/gmock.h>

#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class TalkTest : public Scenario {
 protected:
  static RoomId IdOf(const v1::Room& room) { return RoomId(room.room_id()); }

  static std::vector<std::string> NamesOf(const std::vector<v1::Room>& rooms) {
    std::vector<std::string> names;
    for (const v1::Room& room : rooms) names.push_back(room.name());
    return names;
  }

  static std::vector<std::string> TextsOf(const std::vector<v1::RoomEvent>& events) {
    std::vector<std::string> texts;
    for (const v1::RoomEvent& event : events) {
      if (event.has_message()) texts.push_back(event.message().text());
    }
    return texts;
  }
};

TEST_F(TalkTest, WelcomeSaysWhoYouAreAndWhatHolds) {
  Participant& alice = Enters("alice");
  const v1::Welcome welcome = alice.welcome();
  EXPECT_EQ(welcome.user_id(), alice.user().value());
  EXPECT_EQ(welcome.user_name(), "alice");
  EXPECT_EQ(welcome.device_id(), alice.device().value());
  EXPECT_EQ(welcome.device_name(), "laptop");
  EXPECT_NE(welcome.store_epoch(), 0u);
  EXPECT_FALSE(welcome.resynchronise());
  EXPECT_EQ(welcome.server_name(), "test");
  EXPECT_GT(welcome.server_time_us(), 0);
  EXPECT_GT(welcome.heartbeat_interval_ms(), 0u);
  EXPECT_EQ(welcome.limits().text_bytes(), 16u * 1024);
  EXPECT_EQ(welcome.limits().commands_in_flight(), 64u);
}

TEST_F(TalkTest, TwoPeopleTalkInTheLobby) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  ASSERT_EQ(bob.lobby(), lobby);
  alice.Attaches(lobby);
  bob.Attaches(lobby);
  alice.Says(lobby, "hello bob");
  const v1::RoomEvent heard = bob.Sees(lobby, "hello bob");
  EXPECT_EQ(heard.author_user_id(), alice.user().value());
  EXPECT_EQ(heard.author_device_id(), alice.device().value());
  bob.Says(lobby, "hello alice");
  for (Participant* each : {&alice, &bob}) {
    each->Sees(lobby, "hello alice");
    each->Claims(lobby);
  }
}

TEST_F(TalkTest, TheSenderRecognisesTheEchoByItsCommandId) {
  Participant& alice = Enters("alice");
  alice.Attaches(alice.lobby());
  const Said said = alice.Says(alice.lobby(), "is this me?");
  const v1::RoomEvent echo = alice.Sees(alice.lobby(), "is this me?");
  EXPECT_EQ(echo.command_id(), said.command);
  EXPECT_EQ(echo.seq(), said.seq);
  EXPECT_EQ(echo.time_us(), said.time);
}

TEST_F(TalkTest, EverybodyNewJoinsTheLobbyBeforeTheEyesOfThoseInIt) {
  Participant& alice = Enters("alice");
  alice.Attaches(alice.lobby());
  const Identity& bob = IdentityOf("bob");
  alice.SeesJoining(alice.lobby(), bob.user);
}

TEST_F(TalkTest, NobodyLeavesTheLobby) {
  Participant& alice = Enters("alice");
  EXPECT_EQ(ReasonOf([&] { alice.Leaves(alice.lobby()); }), v1::REASON_WRONG_ROOM_KIND);
}

TEST_F(TalkTest, APublicRoomIsFoundJoinedReadFromTheStartAndLeft) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId garden = IdOf(alice.Creates(v1::ROOM_KIND_PUBLIC, "garden", "plants"));
  alice.Attaches(garden);
  alice.Says(garden, "before bob");
  EXPECT_EQ(ReasonOf([&] { bob.Attaches(garden); }), v1::REASON_NOT_A_MEMBER);
  EXPECT_EQ(ReasonOf([&] { bob.Says(garden, "let me in"); }), v1::REASON_NOT_A_MEMBER);

  EXPECT_THAT(NamesOf(bob.FindsRooms("ARD")), ElementsAre("garden"));
  const Seq joined = bob.Joins(garden);
  EXPECT_EQ(alice.SeesJoining(garden, bob.user()).seq(), joined);
  bob.Attaches(garden);
  bob.Sees(garden, "before bob");
  bob.Says(garden, "lovely");
  alice.Sees(garden, "lovely");

  const Seq left = bob.Leaves(garden);
  EXPECT_EQ(alice.SeesLeaving(garden, bob.user()).seq(), left);
  bob.SeesAllUpTo(garden, left);
  alice.Says(garden, "after bob");
  EXPECT_EQ(ReasonOf([&] { bob.Attaches(garden); }), v1::REASON_NOT_A_MEMBER);
  EXPECT_EQ(bob.Seen(garden).back().seq(), left);
  alice.Claims(garden);
}

TEST_F(TalkTest, JoiningAgainIsNoEvent) {
  Participant& alice = Enters("alice");
  const RoomId garden = IdOf(alice.Creates(v1::ROOM_KIND_PUBLIC, "garden"));
  Participant& bob = Enters("bob");
  const Seq joined = bob.Joins(garden);
  EXPECT_EQ(bob.Joins(garden), joined);
  EXPECT_EQ(bob.LooksAt(garden).head_seq(), joined);
}

TEST_F(TalkTest, APrivateRoomIsUnknownToThoseOutside) {
  Participant& alice = Enters("alice");
  Participant& eve = Enters("eve");
  const RoomId cellar = IdOf(alice.Creates(v1::ROOM_KIND_PRIVATE, "cellar"));
  EXPECT_THAT(NamesOf(eve.FindsRooms("")), Not(::testing::Contains("cellar")));
  EXPECT_EQ(ReasonOf([&] { eve.LooksAt(cellar); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.LooksFor("cellar"); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.Joins(cellar); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.Attaches(cellar); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.Says(cellar, "knock"); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.ReadsHistory(cellar); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.ListsMembers(cellar); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.Leaves(cellar); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.Invites(cellar, eve.user()); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { eve.Removes(cellar, alice.user()); }), v1::REASON_ROOM_NOT_FOUND);
  const RoomId nowhere(cellar.value() ^ 1);
  const v1::Error known = RefusalOf([&] { eve.LooksAt(cellar); });
  const v1::Error unknown = RefusalOf([&] { eve.LooksAt(nowhere); });
  EXPECT_EQ(known.text(), unknown.text()) << "the two must not be told apart";
}

TEST_F(TalkTest, AnInvitedMemberSeesAPrivateRoomFromTheInvitationOn) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId cellar = IdOf(alice.Creates(v1::ROOM_KIND_PRIVATE, "cellar"));
  alice.Attaches(cellar);
  alice.Says(cellar, "not for bob");
  const Seq invited = alice.Invites(cellar, bob.user());
  bob.SeesSummary(cellar, [](const v1::RoomSummary& summary) { return summary.role() == v1::ROOM_ROLE_MEMBER; });
  bob.Attaches(cellar);
  alice.Says(cellar, "for bob");
  bob.Sees(cellar, "for bob");
  EXPECT_EQ(bob.Seen(cellar).front().seq(), invited);
  EXPECT_THAT(TextsOf(bob.ReadsHistory(cellar)), ElementsAre("for bob"));
  bob.Claims(cellar);
}

TEST_F(TalkTest, AMemberRemovedAndInvitedAgainMissesWhatWasSaidMeanwhile) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId cellar = IdOf(alice.Creates(v1::ROOM_KIND_PRIVATE, "cellar"));
  alice.Invites(cellar, bob.user());
  bob.Attaches(cellar);
  alice.Says(cellar, "one");
  bob.Sees(cellar, "one");
  const Seq removed = alice.Removes(cellar, bob.user());
  bob.SeesAllUpTo(cellar, removed);
  const Seq secret = alice.Says(cellar, "two").seq;
  EXPECT_EQ(ReasonOf([&] { bob.ReadsHistory(cellar); }), v1::REASON_ROOM_NOT_FOUND);
  alice.Invites(cellar, bob.user());
  bob.Attaches(cellar, removed);
  alice.Says(cellar, "three");
  bob.Sees(cellar, "three");
  EXPECT_THAT(TextsOf(bob.Seen(cellar)), ElementsAre("one", "three"));
  std::vector<v1::Gap> gaps;
  EXPECT_THAT(TextsOf(bob.ReadsHistory(cellar, &gaps)), ElementsAre("one", "three"));
  ASSERT_FALSE(gaps.empty());
  EXPECT_EQ(gaps.back().from_seq(), secret);
  EXPECT_EQ(gaps.back().to_seq(), secret);
  EXPECT_EQ(gaps.back().reason(), v1::GAP_REASON_NOT_VISIBLE);
}

TEST_F(TalkTest, OnlyOwnersRemoveAndMembersInvite) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  Participant& carol = Enters("carol");
  const RoomId cellar = IdOf(alice.Creates(v1::ROOM_KIND_PRIVATE, "cellar"));
  alice.Invites(cellar, bob.user());
  bob.Invites(cellar, carol.user());
  EXPECT_EQ(ReasonOf([&] { bob.Invites(cellar, carol.user()); }), v1::REASON_ALREADY_A_MEMBER);
  EXPECT_EQ(ReasonOf([&] { bob.Removes(cellar, carol.user()); }), v1::REASON_ROLE_TOO_LOW);
  alice.Removes(cellar, carol.user());
  std::vector<std::pair<std::string, v1::RoomRole>> members;
  for (const v1::Member& member : alice.ListsMembers(cellar)) members.emplace_back(member.name(), member.role());
  EXPECT_THAT(members, UnorderedElementsAre(std::make_pair("alice", v1::ROOM_ROLE_OWNER),
                                            std::make_pair("bob", v1::ROOM_ROLE_MEMBER)));
}

TEST_F(TalkTest, ADirectRoomIsOneForTheSamePeople) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  Participant& eve = Enters("eve");
  const v1::Room room = alice.OpensDirectRoomWith({bob.user()});
  EXPECT_EQ(room.kind(), v1::ROOM_KIND_DIRECT);
  EXPECT_THAT(room.direct_user_ids(), ElementsAre(bob.user().value()));
  const RoomId direct = IdOf(room);
  EXPECT_EQ(IdOf(bob.OpensDirectRoomWith({alice.user()})), direct);
  EXPECT_NE(IdOf(alice.OpensDirectRoomWith({bob.user(), eve.user()})), direct);
  alice.Attaches(direct);
  bob.Attaches(direct);
  alice.Says(direct, "just us");
  bob.Sees(direct, "just us");
  EXPECT_EQ(ReasonOf([&] { eve.Attaches(direct); }), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(ReasonOf([&] { alice.Invites(direct, eve.user()); }), v1::REASON_WRONG_ROOM_KIND);
  EXPECT_EQ(ReasonOf([&] { alice.Leaves(direct); }), v1::REASON_WRONG_ROOM_KIND);
  for (Participant* each : {&alice, &bob}) each->Claims(direct);
}

TEST_F(TalkTest, RoomsAreListedAndNamesAreUnique) {
  Participant& alice = Enters("alice");
  alice.Creates(v1::ROOM_KIND_PUBLIC, "garden");
  alice.Creates(v1::ROOM_KIND_PRIVATE, "cellar");
  EXPECT_THAT(NamesOf(alice.ListsRooms()), UnorderedElementsAre("lobby", "garden", "cellar"));
  EXPECT_THAT(NamesOf(alice.FindsRooms("")), ElementsAre("garden", "lobby"));
  EXPECT_EQ(ReasonOf([&] { alice.Creates(v1::ROOM_KIND_PUBLIC, "garden"); }), v1::REASON_NAME_TAKEN);
  EXPECT_EQ(ReasonOf([&] { alice.Creates(v1::ROOM_KIND_DIRECT, "attic"); }), v1::REASON_INVALID_FIELD);
}

TEST_F(TalkTest, UsersAreFoundByIdAndByName) {
  Participant& alice = Enters("alice");
  const Identity& bob = IdentityOf("bob");
  v1::GetUsersRequest request;
  request.add_user_ids(bob.user.value());
  request.add_user_ids(999'999);
  request.add_names("alice");
  request.add_names("nobody");
  std::vector<std::string> names;
  for (const v1::User& user : alice.AsksFor(request)) names.push_back(user.name());
  EXPECT_THAT(names, ElementsAre("bob", "alice"));
}

TEST_F(TalkTest, SummariesFollowWhatIsNotAttached) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  bob.SeesSummary(lobby, [](const v1::RoomSummary& summary) { return summary.message_ordinal() == 0; });
  bob.Says(lobby, "mine");
  alice.Says(lobby, "for bob's badge");
  const v1::RoomSummary summary =
      bob.SeesSummary(lobby, [](const v1::RoomSummary& latest) { return latest.message_ordinal() == 2; });
  EXPECT_EQ(summary.kind(), v1::ROOM_KIND_LOBBY);
  EXPECT_EQ(summary.own_ordinal(), 1u);
  EXPECT_THAT(bob.Seen(lobby), IsEmpty());
}

TEST_F(TalkTest, DetachingEndsTheRoomAndAttachingResumesIt) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  bob.Attaches(lobby);
  alice.Says(lobby, "one");
  bob.Sees(lobby, "one");
  bob.Detaches(lobby);
  alice.Says(lobby, "two");
  EXPECT_EQ(ReasonOf([&] { bob.Detaches(lobby); }), v1::REASON_NOT_ATTACHED);
  EXPECT_THAT(TextsOf(bob.Seen(lobby)), ElementsAre("one"));
  bob.Attaches(lobby, bob.CursorOf(lobby));
  bob.Sees(lobby, "two");
  bob.Claims(lobby);
}

TEST_F(TalkTest, AttachingAgainBeginsAnew) {
  Participant& alice = Enters("alice");
  const RoomId lobby = alice.lobby();
  alice.Attaches(lobby);
  alice.Says(lobby, "once");
  alice.Sees(lobby, "once");
  alice.SeesCaughtUp(lobby);
  alice.Attaches(lobby, 0);
  alice.SeesCaughtUp(lobby);
  EXPECT_THAT(TextsOf(alice.Seen(lobby)), ElementsAre("once", "once"));
  alice.Claims(lobby);
}

TEST_F(TalkTest, ACursorBeyondTheHeadIsRefused) {
  Participant& alice = Enters("alice");
  const Seq head = alice.LooksAt(alice.lobby()).head_seq();
  EXPECT_EQ(ReasonOf([&] { alice.Attaches(alice.lobby(), head + 1); }), v1::REASON_CURSOR_AHEAD);
  alice.Attaches(alice.lobby(), head);
  alice.SeesCaughtUp(alice.lobby());
}

TEST_F(TalkTest, PingsAreAnsweredWithBothClocks) {
  Participant& alice = Enters("alice");
  v1::ChatRequest request;
  request.mutable_ping()->set_client_time_us(12345);
  const v1::Pong pong = alice.SeesPong(alice.Requests(request));
  EXPECT_EQ(pong.client_time_us(), 12345);
  EXPECT_GT(pong.server_time_us(), 12345);
}

TEST_F(TalkTest, HangingUpEndsTheStreamWellAfterTheLastAnswer) {
  Participant& alice = Enters("alice");
  std::vector<std::string> commands;
  for (int i = 0; i < 20; ++i) commands.push_back(alice.Sends(alice.lobby(), "last words " + std::to_string(i)));
  EXPECT_TRUE(alice.HangsUp().ok());
  for (const std::string& command : commands) EXPECT_GT(alice.IsAcked(command).seq, 0u);
}

TEST_F(TalkTest, HistoryPagesMeetInBothDirections) {
  Participant& alice = Enters("alice");
  const RoomId lobby = alice.lobby();
  for (int i = 1; i <= 25; ++i) alice.Sends(lobby, "message " + std::to_string(i));
  alice.HasAllAnswers();
  const std::vector<v1::RoomEvent> forward = alice.ReadsHistory(lobby);
  ASSERT_EQ(TextsOf(forward).size(), 25u);

  std::vector<v1::RoomEvent> backward;
  v1::GetHistoryRequest request;
  request.set_room_id(lobby.value());
  request.set_limit(7);
  for (bool more = true; more;) {
    const v1::GetHistoryResponse page = alice.ReadsPage(request);
    EXPECT_THAT(page.events(), SizeIs(::testing::Le(7)));
    EXPECT_EQ(page.as_of_seq(), forward.back().seq());
    std::vector<v1::RoomEvent> events;
    for (const v1::Event& event : page.events()) events.push_back(event.room_event());
    backward.insert(backward.begin(), events.begin(), events.end());
    more = page.more();
    request.set_before_seq(page.next_seq());
  }
  ASSERT_EQ(backward.size(), forward.size());
  for (std::size_t i = 0; i < forward.size(); ++i) {
    EXPECT_EQ(backward[i].SerializeAsString(), forward[i].SerializeAsString());
  }
}

TEST_F(TalkTest, OpeningARoomIsAPageAndAnAttachmentAfterIt) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  for (int i = 1; i <= 30; ++i) alice.Sends(lobby, "old " + std::to_string(i));
  alice.HasAllAnswers();
  v1::GetHistoryRequest request;
  request.set_room_id(lobby.value());
  request.set_limit(10);
  const v1::GetHistoryResponse page = bob.ReadsPage(request);
  bob.Attaches(lobby, page.as_of_seq());
  alice.Says(lobby, "new");
  bob.Sees(lobby, "new");
  EXPECT_THAT(TextsOf(bob.Seen(lobby)), ElementsAre("new"));
  bob.Claims(lobby);
}

TEST_F(TalkTest, APageThatIsNotThereYetIsRefusedForNow) {
  Participant& alice = Enters("alice");
  v1::GetHistoryRequest request;
  request.set_room_id(alice.lobby().value());
  request.set_min_as_of_seq(1'000'000);
  EXPECT_EQ(ReasonOf([&] { alice.ReadsPage(request); }), v1::REASON_NOT_YET);
}

}  // namespace
}  // namespace conclave::testing
