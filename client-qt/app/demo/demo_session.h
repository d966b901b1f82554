#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_SESSION_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_SESSION_H_

#include <map>
#include <memory>

#include "client-qt/model/session.h"

namespace conclave::desktop {

// A conversation from fixtures, without network or disk: what is sent is there at once, what is asked for is granted.
// Scenes and the window's tests fill it through its verbs. Lives on the GUI's thread.
class DemoSession : public Session {
  Q_OBJECT

 public:
  explicit DemoSession(const QString& my_name, QObject* parent = nullptr);

  // People, by name: made when first named. The owner of the session is one of them.
  UserId Person(const QString& name);
  // Returns its id; direct rooms are titled by their partner's name.
  RoomId AddRoom(const QString& title, RoomKind kind, const QString& topic = {});
  void SetUnread(RoomId room, int unread);
  void SetMembers(RoomId room, const QStringList& names);
  void SetOwner(RoomId room, bool owner);
  void SetConnection(const ConnectionState& state);

  // Says something at so many minutes after midnight of a day that is `days_ago` days before today.
  void Say(RoomId room, const QString& name, const QString& text, int minute, int days_ago = 0);
  void Happen(RoomId room, const QString& text, int minute, int days_ago = 0);
  void SayUnsent(RoomId room, const QString& text, SendState state, const QString& failure = {});
  void Begin(RoomId room);

  // What was asked of the session, as "send 3 hello"; for tests.
  [[nodiscard]] const QStringList& asked() const { return asked_; }
  // The next question fails with this sentence.
  void FailNext(const QString& failure) { next_failure_ = failure; }

  [[nodiscard]] const Me& me() const override { return me_; }
  [[nodiscard]] const ConnectionState& connection() const override { return connection_; }
  [[nodiscard]] RoomListModel& rooms() override { return rooms_; }
  [[nodiscard]] TimelineModel& Timeline(RoomId room) override;
  [[nodiscard]] MemberModel& Members(RoomId room) override;
  void Send(RoomId room, const QString& text) override;
  void Retry(RoomId room, const CommandId& command) override;
  void Discard(RoomId room, const CommandId& command) override;
  void SetDraft(RoomId room, const QString& text) override;
  void MarkRead(RoomId room, Seq seq) override;
  void RetryNow() override;
  void CreateRoom(const QString& name, RoomKind kind, const QString& topic, QObject* context,
                  Answer<RoomId> answer) override;
  void FindRooms(const QString& query, QObject* context, Answer<std::vector<Room>> answer) override;
  void JoinRoom(RoomId room, QObject* context, Answer<RoomId> answer) override;
  void LeaveRoom(RoomId room, QObject* context, Answer<RoomId> answer) override;
  void Invite(RoomId room, const QString& user_name, QObject* context, Answer<RoomId> answer) override;
  void RemoveMember(RoomId room, UserId user, QObject* context, Answer<RoomId> answer) override;
  void OpenDirect(const QString& user_name, QObject* context, Answer<RoomId> answer) override;

  // Rooms that can be found and joined.
  void AddFindable(const QString& title, const QString& topic, int members);

 private:
  Message NewMessage(const QString& name, const QString& text, TimeUs time);
  void Note(const QString& what, RoomId room, const QString& detail = {});
  void AnswerLater(QObject* context, const Answer<RoomId>& answer, RoomId room);
  void Change(RoomId room, const std::function<void(Room&)>& change);

  Me me_;
  ConnectionState connection_{.phase = ConnectionPhase::kOnline};
  RoomListModel rooms_;
  std::map<RoomId, std::unique_ptr<TimelineModel>> timelines_;
  std::map<RoomId, std::unique_ptr<MemberModel>> members_;
  QStringList people_;
  std::vector<Room> findable_;
  std::uint64_t next_room_ = 1;
  std::uint8_t next_command_ = 1;
  QStringList asked_;
  QString next_failure_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_SESSION_H_
