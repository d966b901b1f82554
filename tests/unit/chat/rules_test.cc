#include "server/chat/rules.h"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "conclave/v1/chat.pb.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"

namespace conclave::chat {
namespace {

constexpr RoomId kRoom(5);
constexpr UserId kAuthor(1);
constexpr UserId kTarget(2);
constexpr TimeUs kNow = 1000;

enum class Who { kNobody, kFormer, kMember, kOwner };

std::optional<store::MemberRow> RowOf(Who who, UserId user) {
  if (who == Who::kNobody) return std::nullopt;
  const v1::RoomRole role = who == Who::kFormer  ? v1::ROOM_ROLE_UNSPECIFIED
                            : who == Who::kOwner ? v1::ROOM_ROLE_OWNER
                                                 : v1::ROOM_ROLE_MEMBER;
  return store::MemberRow{.room = kRoom, .user = user, .role = role, .joined = 3, .messages = 4};
}

Rows RowsFor(v1::RoomKind kind, Who author, Who target = Who::kNobody) {
  return {.room = store::RoomRow{.id = kRoom, .kind = kind, .head = 9, .messages = 6, .last_time = 900, .members = 2},
          .author = RowOf(author, kAuthor),
          .user = store::UserRow{.id = kTarget, .name = "bob"},
          .target = RowOf(target, kTarget)};
}

const Stamp kStamp{.author = kAuthor, .device = DeviceId(3), .now = kNow};
const Limits kLimits;

absl::StatusOr<Changes> Try(const Command& command, const Rows& rows) {
  if (std::holds_alternative<SendMessage>(command)) return Decide(std::get<SendMessage>(command), rows, kStamp);
  if (std::holds_alternative<JoinRoom>(command)) return Decide(std::get<JoinRoom>(command), rows, kStamp, kLimits);
  if (std::holds_alternative<LeaveRoom>(command)) return Decide(std::get<LeaveRoom>(command), rows, kStamp);
  if (std::holds_alternative<RemoveMember>(command)) return Decide(std::get<RemoveMember>(command), rows, kStamp);
  return Decide(std::get<InviteMember>(command), rows, kStamp, kLimits);
}

v1::Reason ReasonOf(const absl::StatusOr<Changes>& changes) {
  return changes.ok() ? v1::REASON_UNSPECIFIED : ErrorFrom(changes.status()).reason();
}

v1::RoomEvent EventOf(const store::EventRow& row) {
  v1::Event event;
  EXPECT_TRUE(DecodeEvent(row.bytes, event));
  return event.room_event();
}

const Command kSend = SendMessage{.room = kRoom};
const Command kJoin = JoinRoom{.room = kRoom};
const Command kLeave = LeaveRoom{.room = kRoom};
const Command kInvite = InviteMember{.room = kRoom, .user = kTarget};
const Command kRemove = RemoveMember{.room = kRoom, .user = kTarget};

struct Row {
  Who author;
  v1::RoomKind kind;
  // Reasons for: send, join, leave, invite (of a stranger), remove (of a member); unspecified is none.
  v1::Reason send, join, leave, invite, remove;
};

// The rules as a whole.
constexpr auto kOk = v1::REASON_UNSPECIFIED;
constexpr auto kNoRoom = v1::REASON_ROOM_NOT_FOUND;
constexpr auto kNoMember = v1::REASON_NOT_A_MEMBER;
constexpr auto kKind = v1::REASON_WRONG_ROOM_KIND;
constexpr auto kRole = v1::REASON_ROLE_TOO_LOW;
constexpr auto kLobby = v1::ROOM_KIND_LOBBY;
constexpr auto kPublic = v1::ROOM_KIND_PUBLIC;
constexpr auto kPrivate = v1::ROOM_KIND_PRIVATE;
constexpr auto kDirect = v1::ROOM_KIND_DIRECT;
const Row kTable[] = {
    {Who::kNobody, kLobby, kNoMember, kOk, kNoMember, kNoMember, kNoMember},
    {Who::kFormer, kLobby, kNoMember, kOk, kNoMember, kNoMember, kNoMember},
    {Who::kMember, kLobby, kOk, kOk, kKind, kKind, kKind},
    {Who::kOwner, kLobby, kOk, kOk, kKind, kKind, kKind},
    {Who::kNobody, kPublic, kNoMember, kOk, kNoMember, kNoMember, kNoMember},
    {Who::kFormer, kPublic, kNoMember, kOk, kNoMember, kNoMember, kNoMember},
    {Who::kMember, kPublic, kOk, kOk, kOk, kOk, kRole},
    {Who::kOwner, kPublic, kOk, kOk, kOk, kOk, kOk},
    {Who::kNobody, kPrivate, kNoRoom, kNoRoom, kNoRoom, kNoRoom, kNoRoom},
    {Who::kFormer, kPrivate, kNoRoom, kNoRoom, kNoRoom, kNoRoom, kNoRoom},
    {Who::kMember, kPrivate, kOk, kOk, kOk, kOk, kRole},
    {Who::kOwner, kPrivate, kOk, kOk, kOk, kOk, kOk},
    {Who::kNobody, kDirect, kNoRoom, kNoRoom, kNoRoom, kNoRoom, kNoRoom},
    {Who::kFormer, kDirect, kNoRoom, kNoRoom, kNoRoom, kNoRoom, kNoRoom},
    {Who::kMember, kDirect, kOk, kOk, kKind, kKind, kKind},
    {Who::kOwner, kDirect, kOk, kOk, kKind, kKind, kKind},
};

TEST(RulesTest, EachCommandOfEachPersonInEachKindOfRoom) {
  for (const Row& row : kTable) {
    SCOPED_TRACE(::testing::Message() << "author " << static_cast<int>(row.author) << " in kind " << row.kind);
    const Rows stranger = RowsFor(row.kind, row.author);
    const Rows member = RowsFor(row.kind, row.author, Who::kMember);
    EXPECT_EQ(ReasonOf(Try(kSend, stranger)), row.send);
    EXPECT_EQ(ReasonOf(Try(kJoin, stranger)), row.join);
    EXPECT_EQ(ReasonOf(Try(kLeave, stranger)), row.leave);
    EXPECT_EQ(ReasonOf(Try(kInvite, stranger)), row.invite);
    EXPECT_EQ(ReasonOf(Try(kRemove, member)), row.remove);
  }
}

TEST(RulesTest, APrivateRoomLooksLikeNone) {
  Rows none = RowsFor(kPrivate, Who::kNobody);
  none.room.reset();
  for (const Command& command : {kSend, kJoin, kLeave, kInvite, kRemove}) {
    EXPECT_EQ(Try(command, RowsFor(kPrivate, Who::kFormer)).status(), Try(command, none).status());
  }
}

TEST(RulesTest, WhoIsThereOrNotMatters) {
  Rows unknown = RowsFor(kPublic, Who::kOwner);
  unknown.user.reset();
  EXPECT_EQ(ReasonOf(Try(kInvite, unknown)), v1::REASON_USER_NOT_FOUND);
  EXPECT_EQ(ReasonOf(Try(kInvite, RowsFor(kPublic, Who::kOwner, Who::kMember))), v1::REASON_ALREADY_A_MEMBER);
  EXPECT_EQ(ReasonOf(Try(kRemove, RowsFor(kPublic, Who::kOwner, Who::kFormer))), v1::REASON_USER_NOT_FOUND);
  const Command self = RemoveMember{.room = kRoom, .user = kAuthor};
  EXPECT_EQ(ReasonOf(Try(self, RowsFor(kPublic, Who::kOwner, Who::kOwner))), v1::REASON_INVALID_FIELD);
}

TEST(RulesTest, AMessageCountsForItsRoomAndItsAuthor) {
  const auto changes = Try(kSend, RowsFor(kPublic, Who::kMember));
  ASSERT_EQ(changes->events.size(), 1u);
  const v1::RoomEvent event = EventOf(changes->events[0]);
  EXPECT_EQ(event.seq(), 10u);
  EXPECT_EQ(event.ordinal(), 7u);
  EXPECT_EQ(event.author_ordinal(), 5u);
  EXPECT_EQ(event.author_user_id(), kAuthor.value());
  EXPECT_EQ(event.time_us(), kNow);
  EXPECT_EQ(changes->room.head, 10u);
  EXPECT_EQ(changes->members[0].messages, 5u);
}

TEST(RulesTest, TimeNeverGoesBack) {
  Rows rows = RowsFor(kPublic, Who::kMember);
  rows.room->last_time = kNow + 5;
  const auto changes = Try(kSend, rows);
  EXPECT_EQ(changes->time, kNow + 5);
  EXPECT_EQ(changes->room.last_time, kNow + 5);
}

TEST(RulesTest, WhoComesBackKeepsItsOrdinals) {
  const auto changes = Try(kJoin, RowsFor(kPublic, Who::kFormer));
  EXPECT_EQ(changes->members[0].messages, 4u);
  EXPECT_EQ(changes->members[0].joined, 10u);
  EXPECT_EQ(changes->room.members, 3u);
}

TEST(RulesTest, JoiningAgainChangesNothing) {
  const auto changes = Try(kJoin, RowsFor(kPublic, Who::kMember));
  EXPECT_TRUE(changes->events.empty());
  EXPECT_EQ(changes->seq, 3u);
}

TEST(RulesTest, ARemovalEndsWhatIsVisible) {
  const auto changes = Try(kRemove, RowsFor(kPrivate, Who::kOwner, Who::kMember));
  EXPECT_EQ(changes->events[0].ends_for, kTarget);
  EXPECT_EQ(changes->visibilities[0], (store::VisibilityRow{.room = kRoom, .user = kTarget, .from = 3, .to = 10}));
  EXPECT_EQ(changes->left, std::vector<UserId>({kTarget}));
  EXPECT_EQ(changes->room.members, 1u);
}

TEST(RulesTest, LimitsHoldAtThemAndNotOnePast) {
  Limits limits;
  limits.members_per_room = 3;
  limits.rooms_per_user = 5;
  Rows rows = RowsFor(kPublic, Who::kNobody);
  rows.rooms_of_user = 4;
  EXPECT_TRUE(Decide(JoinRoom{.room = kRoom}, rows, kStamp, limits).ok());
  rows.rooms_of_user = 5;
  EXPECT_EQ(ReasonOf(Decide(JoinRoom{.room = kRoom}, rows, kStamp, limits)), v1::REASON_LIMIT_REACHED);
  rows.rooms_of_user = 0;
  rows.room->members = 3;
  EXPECT_EQ(ReasonOf(Decide(JoinRoom{.room = kRoom}, rows, kStamp, limits)), v1::REASON_LIMIT_REACHED);
  const OpenDirectRoom direct{.members = {kAuthor, kTarget}};
  EXPECT_TRUE(Decide(direct, {.rooms_of_user = 4}, kStamp, limits, kRoom).ok());
  EXPECT_EQ(ReasonOf(Decide(direct, {.rooms_of_user = 5}, kStamp, limits, kRoom)), v1::REASON_LIMIT_REACHED);
}

TEST(RulesTest, FoundersSeeTheirRoomFromItsFirstEvent) {
  const auto created = Decide(CreateRoom{.kind = kPrivate, .name = "den"}, {}, kStamp, kLimits, kRoom);
  ASSERT_EQ(created->events.size(), 2u);
  EXPECT_TRUE(EventOf(created->events[0]).has_room_created());
  EXPECT_EQ(created->members[0].joined, 1u);
  EXPECT_EQ(created->members[0].role, v1::ROOM_ROLE_OWNER);
  EXPECT_EQ(created->seq, 1u);
  EXPECT_TRUE(HiddenRanges(created->room, created->members[0], {}).empty());
  const auto direct = Decide(OpenDirectRoom{.members = {kAuthor, kTarget}}, {}, kStamp, kLimits, kRoom);
  ASSERT_EQ(direct->events.size(), 3u);
  for (const store::MemberRow& member : direct->members) EXPECT_EQ(member.joined, 1u);
}

TEST(RulesTest, ANameIsTakenOnce) {
  EXPECT_EQ(ReasonOf(Decide(CreateRoom{.kind = kPublic, .name = "den"}, RowsFor(kPublic, Who::kNobody), kStamp, kLimits,
                            RoomId(6))),
            v1::REASON_NAME_TAKEN);
}

TEST(RulesTest, TheLargestEventIsWithinItsBound) {
  v1::RoomEvent text;
  text.mutable_message()->set_text(std::string(kLimits.text_bytes, 'x'));
  Rows rows = RowsFor(kPublic, Who::kMember);
  rows.room->head = rows.room->messages = kIdBound;
  const auto changes = Decide(SendMessage{.room = kRoom, .body = EncodeBody(text)}, rows, kStamp);
  EXPECT_LE(changes->events[0].bytes.size(), kEventBytes);
}

std::string HiddenOf(v1::RoomKind kind, Seq joined, const std::vector<store::VisibilityRow>& ended) {
  std::string text;
  for (const HiddenRange& range : HiddenRanges({.kind = kind}, {.joined = joined}, ended)) {
    text += std::to_string(range.from) + "-" + std::to_string(range.to) + " ";
  }
  return text;
}

TEST(HiddenRangesTest, AreTheTimesWithoutMembership) {
  EXPECT_EQ(HiddenOf(kPrivate, 1, {}), "");
  EXPECT_EQ(HiddenOf(kPrivate, 5, {}), "1-4 ") << "joined late";
  EXPECT_EQ(HiddenOf(kPrivate, 9, {{.from = 3, .to = 6}}), "1-2 7-8 ") << "away for a time";
  EXPECT_EQ(HiddenOf(kPrivate, 7, {{.from = 1, .to = 6}}), "") << "back at once";
  EXPECT_EQ(HiddenOf(kPrivate, 20, {{.from = 1, .to = 6}, {.from = 9, .to = 12}}), "7-8 13-19 ");
  EXPECT_EQ(HiddenOf(kPublic, 9, {{.from = 3, .to = 6}}), "") << "open to all";
  EXPECT_EQ(HiddenOf(kLobby, 9, {}), "");
}

}  // namespace
}  // namespace conclave::chat
