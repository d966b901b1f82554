#ifndef CONCLAVE_TESTS_CLIENT_QT_SUPPORT_PERSON_H_
#define CONCLAVE_TESTS_CLIENT_QT_SUPPORT_PERSON_H_

#include <QString>
#include <QStringList>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client-qt/model/live_session.h"
#include "tests/support/server_process.h"

namespace conclave::desktop {

// Options with which a session reconnects as fast as a test wants.
LinkOptions QuickOptions(const std::string& address);

// Somebody with a profile on this machine, whose session may be opened and closed. Lives on the GUI's thread.
class Person {
 public:
  // The server outlives the person.
  Person(testing::ServerProcess& server, std::string_view user, std::string_view device = "laptop");

  // Opens the session, in place of the one before, and waits for what the cache holds.
  LiveSession& Opens();
  // The same, and waits until there is a conversation in which the lobby is listed.
  LiveSession& Enters();
  // Ends the session in good order.
  void Closes();

  [[nodiscard]] LiveSession& session() { return *session_; }
  [[nodiscard]] const std::filesystem::path& profile() const { return profile_.path(); }
  [[nodiscard]] const testing::Identity& identity() const { return identity_; }
  [[nodiscard]] client::Identity LoadedIdentity() const;

  // The room of that title; waits for it.
  RoomId InRoom(const QString& title);
  RoomId InLobby() { return InRoom(QStringLiteral("lobby")); }
  [[nodiscard]] const Room* Find(RoomId room) { return session_->rooms().Find(room); }

  // Has the room's timeline filled and kept up to date.
  void LooksAt(RoomId room) { session_->Timeline(room).KeepAllTexts(); }
  void Says(RoomId room, const QString& text) { session_->Send(room, text); }
  // Waits until the last of the texts the timeline shows is that one.
  [[nodiscard]] bool Sees(RoomId room, const QString& text);
  // What people said in the room, as far as the timeline goes.
  [[nodiscard]] QStringList Texts(RoomId room);
  [[nodiscard]] std::vector<Seq> Numbers(RoomId room);
  // Fetches history until the room's beginning, with all texts.
  [[nodiscard]] bool ReadsBack(RoomId room);

 private:
  testing::ServerProcess& server_;
  const testing::TemporaryDirectory profile_;
  const testing::Identity identity_;
  std::unique_ptr<LiveSession> session_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_SUPPORT_PERSON_H_
