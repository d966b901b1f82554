#ifndef CONCLAVE_CLIENT_QT_MODEL_LIVE_SESSION_H_
#define CONCLAVE_CLIENT_QT_MODEL_LIVE_SESSION_H_

#include <filesystem>
#include <memory>

#include "client-qt/model/member_lists.h"
#include "client-qt/model/room_desk.h"
#include "client-qt/model/room_directory.h"
#include "client-qt/model/session.h"
#include "client-qt/net/chat_link.h"
#include "client-qt/store/cache.h"

namespace conclave::desktop {

// The Session with a real server. It shows what the cache holds before there is any network, follows every room from
// where the cache ends, and keeps on disk what is read, what is drafted and what is to be sent. Lives on the GUI's
// thread; owned by app/, which calls Finish before the event loop ends.
class LiveSession : public Session, private LinkListener {
  Q_OBJECT

 public:
  // Begins at once. `profile_directory` is this person's on this server and is made when it is absent; one process uses
  // it at a time.
  static std::unique_ptr<LiveSession> Open(const std::filesystem::path& profile_directory, client::Identity identity,
                                           LinkOptions options = {});
  ~LiveSession() override;

  // The end, in this order: drafts and outbox are on their way to the disk, the conversation ends, the store commits.
  // Takes about a second at the most; true when all was done by then, else the destructor waits for it. Nothing is
  // signalled any more.
  bool Finish();

  // One sentence for a person when what is read cannot be kept; empty: all is well.
  [[nodiscard]] const QString& cache_trouble() const { return cache_trouble_; }

  [[nodiscard]] const Me& me() const override { return me_; }
  [[nodiscard]] const ConnectionState& connection() const override { return connection_; }
  [[nodiscard]] RoomListModel& rooms() override { return rooms_.model(); }
  [[nodiscard]] TimelineModel& Timeline(RoomId room) override { return rooms_.Story(room).Timeline(); }
  [[nodiscard]] MemberModel& Members(RoomId room) override { return members_.Of(room); }

  void Send(RoomId room, const QString& text) override { outbox_.Add(room, text); }
  void Retry(RoomId room, const CommandId& command) override;
  void Discard(RoomId room, const CommandId& command) override;
  void SetDraft(RoomId room, const QString& text) override { rooms_.SetDraft(room, text); }
  void MarkRead(RoomId room, Seq seq) override;
  void RetryNow() override { link_.RetryNow(); }

  void CreateRoom(const QString& name, RoomKind kind, const QString& topic, QObject* context,
                  Answer<RoomId> answer) override;
  void FindRooms(const QString& query, QObject* context, Answer<std::vector<Room>> answer) override;
  void JoinRoom(RoomId room, QObject* context, Answer<RoomId> answer) override;
  void LeaveRoom(RoomId room, QObject* context, Answer<RoomId> answer) override;
  void Invite(RoomId room, const QString& user_name, QObject* context, Answer<RoomId> answer) override;
  void RemoveMember(RoomId room, UserId user, QObject* context, Answer<RoomId> answer) override;
  void OpenDirect(const QString& user_name, QObject* context, Answer<RoomId> answer) override;

 Q_SIGNALS:
  // What the cache held is in the models.
  void Loaded();
  void CacheTroubleChanged();

 private:
  LiveSession(const std::filesystem::path& profile_directory, client::Identity identity, LinkOptions options);

  void OnLoaded(const Snapshot& snapshot);
  void SetServerName(const QString& name);
  void SetConnection(ConnectionState state);
  [[nodiscard]] bool IsExpired() const;

  void OnConnection(const ConnectionState& state) override;
  void OnWelcome(const v1::Welcome& welcome) override;
  void OnEpochChanged(std::uint64_t epoch) override;
  void OnSummary(const v1::RoomSummary& summary) override;
  void OnAttached(RoomId room, Seq from) override;
  void OnAttachRefused(RoomId room, const v1::Error& error) override;
  void OnEntry(const Entry& entry) override;
  void OnGap(RoomId room, Seq from, Seq to) override;
  void OnCaughtUp(RoomId room, Seq seq) override;
  void OnAcked(RoomId room, const CommandId& command, Seq seq, TimeUs time) override;
  void OnRefused(RoomId room, const CommandId& command, const v1::Error& error) override;

  const TimeUs expires_;
  Me me_;
  ConnectionState connection_;
  QString cache_trouble_;
  bool finished_ = false;

  // In the order of what stands on what.
  Mailbox mailbox_;
  Cache cache_;
  ChatLink link_;
  NameBook names_;
  Outbox outbox_;
  RoomDirectory rooms_;
  MemberLists members_;
  RoomDesk desk_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_LIVE_SESSION_H_
