// What people do with rooms, from one session or another, against a real server.
#include <gmock/gmock.h>

#include <optional>

#include "tests/client-qt/support/live_session_fixture.h"

namespace conclave::desktop {
namespace {

// Waits for the answer to a question.
template <typename T>
class Asked {
 public:
  Answer<T> answer() {
    return [this](const Outcome<T>& outcome) { outcome_ = outcome; };
  }
  const Outcome<T>& Get() {
    EXPECT_TRUE(WaitUntil([&] { return outcome_.has_value(); }));
    return *outcome_;
  }

 private:
  std::optional<Outcome<T>> outcome_;
};

class SessionRoomsTest : public LiveSessionFixture {
 protected:
  RoomId Creates(Person& person, const QString& name, RoomKind kind) {
    Asked<RoomId> asked;
    person.session().CreateRoom(name, kind, QStringLiteral("a topic"), &person.session(), asked.answer());
    EXPECT_TRUE(asked.Get()) << asked.Get().failure.toStdString();
    return asked.Get().value;
  }
  QString Invites(Person& person, RoomId room, const QString& name) {
    Asked<RoomId> asked;
    person.session().Invite(room, name, &person.session(), asked.answer());
    return asked.Get().failure;
  }
};

TEST_F(SessionRoomsTest, ARoomIsCreatedFoundAndJoined) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId garden = Creates(alice, QStringLiteral("garden"), RoomKind::kPublic);
  ASSERT_NE(alice.Find(garden), nullptr) << "by the time of the answer";
  EXPECT_EQ(alice.Find(garden)->topic, QStringLiteral("a topic"));
  EXPECT_TRUE(alice.Find(garden)->owner);
  SaysMany(alice, garden, 3);

  Asked<std::vector<Room>> found;
  bob.session().FindRooms(QStringLiteral("gard"), &bob.session(), found.answer());
  ASSERT_EQ(found.Get().value.size(), 1u);
  EXPECT_EQ(found.Get().value[0].id, garden);

  Asked<RoomId> joined;
  bob.session().JoinRoom(garden, &bob.session(), joined.answer());
  ASSERT_TRUE(joined.Get()) << joined.Get().failure.toStdString();
  ASSERT_NE(bob.Find(garden), nullptr);
  EXPECT_EQ(bob.Find(garden)->unread, 0);
  ASSERT_TRUE(bob.Sees(garden, Numbered(3)));
  const TimelineModel& timeline = alice.session().Timeline(garden);
  EXPECT_TRUE(WaitUntil([&] {
    const QModelIndex last = timeline.index(timeline.rowCount() - 1);
    return last.data().toString() == QStringLiteral("bob joined");
  }));
}

TEST_F(SessionRoomsTest, AnInvitationAppearsByItself) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId cellar = Creates(alice, QStringLiteral("cellar"), RoomKind::kPrivate);
  SaysMany(alice, cellar, 2);
  EXPECT_EQ(Invites(alice, cellar, QStringLiteral("bob")), QString());
  EXPECT_EQ(bob.InRoom(QStringLiteral("cellar")), cellar);
  SaysMany(alice, cellar, 3, 3);
  ASSERT_TRUE(bob.Sees(cellar, Numbered(3)));
  ASSERT_TRUE(bob.ReadsBack(cellar));
  EXPECT_EQ(bob.Texts(cellar), NumberedUpTo(3, 3)) << "what came before is not for bob";
  ASSERT_TRUE(WaitUntil([&] { return bob.Find(cellar)->unread == 1; }));
}

TEST_F(SessionRoomsTest, FailuresAreOneSentence) {
  Person& alice = Enters("alice");
  Enters("bob");
  const RoomId garden = Creates(alice, QStringLiteral("garden"), RoomKind::kPublic);
  EXPECT_EQ(Invites(alice, garden, QStringLiteral("zoe")), QStringLiteral("There is no user named zoe."));
  EXPECT_EQ(Invites(alice, garden, QStringLiteral("bob")), QString());
  EXPECT_EQ(Invites(alice, garden, QStringLiteral("bob")), QStringLiteral("bob is in the room already."));
  Asked<RoomId> taken;
  alice.session().CreateRoom(QStringLiteral("garden"), RoomKind::kPublic, {}, &alice.session(), taken.answer());
  EXPECT_EQ(taken.Get().failure, QStringLiteral("A room named garden exists already."));
  Asked<RoomId> strange;
  alice.session().CreateRoom(QStringLiteral("Not A Name"), RoomKind::kPublic, {}, &alice.session(), strange.answer());
  EXPECT_THAT(strange.Get().failure.toStdString(), ::testing::StartsWith("A room's name is made of"));
  Asked<RoomId> nobody;
  alice.session().OpenDirect(QStringLiteral("zoe"), &alice.session(), nobody.answer());
  EXPECT_EQ(nobody.Get().failure, QStringLiteral("There is no user named zoe."));
  Asked<RoomId> lobby;
  alice.session().LeaveRoom(alice.InLobby(), &alice.session(), lobby.answer());
  EXPECT_EQ(lobby.Get().failure, QStringLiteral("That is not possible in a room of this kind."));
}

TEST_F(SessionRoomsTest, WithoutAServerAQuestionFailsInOneSentence) {
  Person& alice = Enters("alice");
  server_.Kill();
  Asked<RoomId> asked;
  alice.session().JoinRoom(RoomId(7), &alice.session(), asked.answer());
  EXPECT_THAT(asked.Get().failure.toStdString(), ::testing::AnyOf(::testing::StartsWith("No server answers at"),
                                                                  ::testing::StartsWith("The connection to")));
}

TEST_F(SessionRoomsTest, ADirectRoomIsNamedAfterTheOther) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  Asked<RoomId> asked;
  alice.session().OpenDirect(QStringLiteral("bob"), &alice.session(), asked.answer());
  ASSERT_TRUE(asked.Get()) << asked.Get().failure.toStdString();
  const RoomId direct = asked.Get().value;
  EXPECT_EQ(alice.InRoom(QStringLiteral("bob")), direct);
  EXPECT_EQ(bob.InRoom(QStringLiteral("alice")), direct);
  EXPECT_EQ(alice.Find(direct)->partner, bob.session().me().user);
  alice.Says(direct, Numbered(1));
  ASSERT_TRUE(bob.Sees(direct, Numbered(1)));
  ASSERT_TRUE(WaitUntil([&] { return bob.Find(direct)->unread == 1; }));
  server_.Kill();
  bob.Opens();
  EXPECT_EQ(bob.InRoom(QStringLiteral("alice")), direct) << "the name is kept";
}

TEST_F(SessionRoomsTest, WhatAnotherDeviceDoesShowsHere) {
  Person& laptop = Enters("alice", "laptop");
  Person& desktop = Enters("alice", "desktop");
  const RoomId garden = Creates(laptop, QStringLiteral("garden"), RoomKind::kPublic);
  EXPECT_EQ(desktop.InRoom(QStringLiteral("garden")), garden);
  laptop.Says(garden, Numbered(1));
  ASSERT_TRUE(desktop.Sees(garden, Numbered(1)));
  const TimelineModel& timeline = desktop.session().Timeline(garden);
  EXPECT_TRUE(timeline.At(timeline.rowCount() - 1).own);
  EXPECT_EQ(desktop.Find(garden)->unread, 0);
  Asked<RoomId> left;
  laptop.session().LeaveRoom(garden, &laptop.session(), left.answer());
  EXPECT_TRUE(left.Get());
  EXPECT_EQ(laptop.Find(garden), nullptr);
  EXPECT_TRUE(WaitUntil([&] { return desktop.Find(garden) == nullptr; }));
}

TEST_F(SessionRoomsTest, ARoomLeftElsewhereWhileAwayIsGoneOnReturn) {
  Person& laptop = Enters("alice", "laptop");
  Person& desktop = Enters("alice", "desktop");
  const RoomId garden = Creates(laptop, QStringLiteral("garden"), RoomKind::kPublic);
  desktop.InRoom(QStringLiteral("garden"));
  desktop.Closes();
  Asked<RoomId> left;
  laptop.session().LeaveRoom(garden, &laptop.session(), left.answer());
  EXPECT_TRUE(left.Get());
  desktop.Opens();
  EXPECT_TRUE(WaitUntil([&] { return desktop.Find(garden) == nullptr; }));
}

TEST_F(SessionRoomsTest, WhoeverIsRemovedLosesTheRoom) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId garden = Creates(alice, QStringLiteral("garden"), RoomKind::kPrivate);
  EXPECT_EQ(Invites(alice, garden, QStringLiteral("bob")), QString());
  bob.InRoom(QStringLiteral("garden"));
  MemberModel& members = alice.session().Members(garden);
  ASSERT_TRUE(WaitUntil([&] { return members.rowCount() == 2; }));
  EXPECT_TRUE(members.At(0).owner);
  EXPECT_EQ(members.At(1).name, QStringLiteral("bob"));
  Asked<RoomId> removed;
  alice.session().RemoveMember(garden, bob.session().me().user, &alice.session(), removed.answer());
  EXPECT_TRUE(removed.Get());
  EXPECT_TRUE(WaitUntil([&] { return bob.Find(garden) == nullptr; }));
  EXPECT_TRUE(WaitUntil([&] { return members.rowCount() == 1; })) << "the list follows";
}

TEST_F(SessionRoomsTest, AnAnswerNobodyWaitsForIsDropped) {
  Person& alice = Enters("alice");
  bool answered = false;
  {
    QObject dialog;
    alice.session().CreateRoom(QStringLiteral("garden"), RoomKind::kPublic, {}, &dialog,
                               [&](const Outcome<RoomId>&) { answered = true; });
  }
  alice.InRoom(QStringLiteral("garden"));
  Creates(alice, QStringLiteral("later"), RoomKind::kPublic);
  EXPECT_FALSE(answered);
}

}  // namespace
}  // namespace conclave::desktop
