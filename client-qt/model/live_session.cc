#include "client-qt/model/live_session.h"

#include <QDateTime>
#include <QLocale>
#include <utility>

#include "server/core/clock.h"

namespace conclave::desktop {
namespace {

constexpr absl::Duration kFinishTimeout = absl::Seconds(1);

QString CachePath(const std::filesystem::path& profile) {
  return profile.empty() ? QString() : QString::fromStdString((profile / "cache.sqlite").string());
}

QString HostOf(const QString& server) {
  const qsizetype colon = server.lastIndexOf(u':');
  return colon > 0 ? server.left(colon) : server;
}

}  // namespace

std::unique_ptr<LiveSession> LiveSession::Open(const std::filesystem::path& profile_directory,
                                               client::Identity identity, LinkOptions options) {
  std::unique_ptr<LiveSession> session(new LiveSession(profile_directory, std::move(identity), std::move(options)));
  return session;
}

LiveSession::LiveSession(const std::filesystem::path& profile_directory, client::Identity identity, LinkOptions options)
    : expires_(identity.expires),
      me_{.user = identity.user_id,
          .name = QString::fromStdString(identity.user),
          .device = QString::fromStdString(identity.device),
          .server = QString::fromStdString(options.channel.target.empty() ? identity.server : options.channel.target)},
      cache_(CachePath(profile_directory), identity.user_id, mailbox_,
             [this](const QString& trouble) {
               cache_trouble_ = trouble;
               Q_EMIT CacheTroubleChanged();
             }),
      link_(std::move(identity), std::move(options), mailbox_, *this),
      names_(link_.background_calls(), cache_),
      outbox_(me_.user, cache_, link_),
      rooms_({cache_, link_, names_, outbox_}),
      members_(link_.background_calls(), names_),
      desk_(link_.calls(), rooms_) {
  me_.server_name = HostOf(me_.server);
  names_.Load({{me_.user, me_.name}});
  connect(&mailbox_, &Mailbox::Drained, &rooms_, &RoomDirectory::Flush);
  connect(&rooms_, &RoomDirectory::TextArrived, this, &Session::MessageArrived);
  connect(&rooms_, &RoomDirectory::Removed, &members_, &MemberLists::Remove);
  connect(&outbox_, &Outbox::WaitingChanged, this, [this] { SetConnection(connection_); });
  cache_.Load(this, [this](const Snapshot& snapshot) { OnLoaded(snapshot); });
}

LiveSession::~LiveSession() { Finish(); }

bool LiveSession::Finish() {
  if (std::exchange(finished_, true)) return true;
  // What was to be saved has been queued as it came.
  rooms_.Flush();
  mailbox_.Close();
  const bool link_ended = link_.Finish(kFinishTimeout);
  return cache_.Finish(kFinishTimeout) && link_ended;
}

void LiveSession::OnLoaded(const Snapshot& snapshot) {
  names_.Load(snapshot.names);
  SetServerName(snapshot.server_name);
  rooms_.Load(snapshot.rooms, snapshot.epoch == 0);
  if (IsExpired()) {
    OnConnection({.phase = ConnectionPhase::kStopped});
  } else {
    link_.Start(snapshot.epoch);
  }
  outbox_.Load(snapshot.outbox);
  Q_EMIT Loaded();
}

bool LiveSession::IsExpired() const { return expires_ != 0 && SystemClock().NowUs() >= expires_; }

void LiveSession::SetServerName(const QString& name) {
  if (name.isEmpty() || name == me_.server_name) return;
  me_.server_name = name;
  Q_EMIT MeChanged();
}

void LiveSession::SetConnection(ConnectionState state) {
  state.waiting = outbox_.waiting();
  if (state == connection_) return;
  connection_ = std::move(state);
  Q_EMIT ConnectionChanged();
}

void LiveSession::OnConnection(const ConnectionState& state) {
  ConnectionState shown = state;
  const bool online = state.phase == ConnectionPhase::kOnline;
  if (!online && IsExpired()) {
    // To the server it is a handshake like any that fails; only here is it known why.
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(expires_ / 1000, Qt::UTC);
    shown = {.phase = ConnectionPhase::kStopped,
             .sentence = tr("The certificate of this identity expired on %1.")
                             .arg(when.toString(QStringLiteral("yyyy-MM-dd hh:mm 'UTC'"))),
             .details = state.details};
  }
  names_.SetOnline(online);
  rooms_.SetOnline(online);
  if (online) members_.FetchAll();
  SetConnection(std::move(shown));
}

void LiveSession::OnWelcome(const v1::Welcome& welcome) {
  me_.name = QString::fromStdString(welcome.user_name());
  me_.device = QString::fromStdString(welcome.device_name());
  names_.Put(me_.user, me_.name);
  SetServerName(QString::fromStdString(welcome.server_name()));
  cache_.PutServerName(me_.server_name);
  cache_.PutEpoch(welcome.store_epoch());
  rooms_.OnWelcome();
  link_.background_calls().ListRooms(this, [this](const Reply<std::vector<v1::Room>>& reply) {
    if (reply) rooms_.OnAllRooms(reply.value);
  });
}

void LiveSession::OnEpochChanged(std::uint64_t epoch) {
  rooms_.OnEpochChanged();
  cache_.ChangeEpoch(epoch);
}

void LiveSession::OnSummary(const v1::RoomSummary& summary) { rooms_.OnSummary(summary); }

void LiveSession::OnAttached(RoomId room, Seq from) {
  if (RoomStory* story = rooms_.Find(room)) story->OnAttached(from);
}

void LiveSession::OnAttachRefused(RoomId room, const v1::Error& error) {
  RoomStory* story = rooms_.Find(room);
  if (story == nullptr) return;
  if (error.reason() == v1::REASON_ROOM_NOT_FOUND || error.reason() == v1::REASON_NOT_A_MEMBER) {
    rooms_.Remove(room);
  } else if (error.reason() == v1::REASON_CURSOR_AHEAD) {
    cache_.ForgetStory(room);
    story->ForgetNumbers();
    link_.background_calls().GetRoom(room, story, [this](const Reply<v1::Room>& reply) {
      if (reply) rooms_.OnRoom(reply.value);
    });
  }
}

void LiveSession::OnEntry(const Entry& entry) {
  RoomStory* story = rooms_.Find(entry.room);
  if (story == nullptr) return;
  story->OnEntry(entry);
  if (entry.message.kind == MessageKind::kEvent && entry.message.subject) members_.OnChanged(entry.room);
}

void LiveSession::OnGap(RoomId room, Seq from, Seq to) {
  if (RoomStory* story = rooms_.Find(room)) story->OnGap(from, to);
}

void LiveSession::OnCaughtUp(RoomId room, Seq /*seq*/) {
  if (RoomStory* story = rooms_.Find(room)) story->OnCaughtUp();
}

void LiveSession::OnAcked(RoomId /*room*/, const CommandId& command, Seq /*seq*/, TimeUs /*time*/) {
  outbox_.OnDelivered(command);
}

void LiveSession::OnRefused(RoomId /*room*/, const CommandId& command, const v1::Error& error) {
  outbox_.OnRefused(command, error);
}

void LiveSession::Retry(RoomId /*room*/, const CommandId& command) { outbox_.Retry(command); }

void LiveSession::Discard(RoomId /*room*/, const CommandId& command) { outbox_.Discard(command); }

void LiveSession::MarkRead(RoomId room, Seq seq) {
  if (RoomStory* story = rooms_.Find(room)) story->MarkRead(seq);
}

void LiveSession::CreateRoom(const QString& name, RoomKind kind, const QString& topic, QObject* context,
                             Answer<RoomId> answer) {
  desk_.Create(name, kind, topic, context, std::move(answer));
}

void LiveSession::FindRooms(const QString& query, QObject* context, Answer<std::vector<Room>> answer) {
  desk_.Find(query, context, std::move(answer));
}

void LiveSession::JoinRoom(RoomId room, QObject* context, Answer<RoomId> answer) {
  desk_.Join(room, context, std::move(answer));
}

void LiveSession::LeaveRoom(RoomId room, QObject* context, Answer<RoomId> answer) {
  desk_.Leave(room, context, std::move(answer));
}

void LiveSession::Invite(RoomId room, const QString& user_name, QObject* context, Answer<RoomId> answer) {
  desk_.Invite(room, user_name, context, std::move(answer));
}

void LiveSession::RemoveMember(RoomId room, UserId user, QObject* context, Answer<RoomId> answer) {
  desk_.RemoveMember(room, user, context, std::move(answer));
}

void LiveSession::OpenDirect(const QString& user_name, QObject* context, Answer<RoomId> answer) {
  desk_.OpenDirect(user_name, context, std::move(answer));
}

}  // namespace conclave::desktop
