#include "client-qt/app/remote_control.h"

#include <QAbstractItemModel>
#include <QAccessible>
#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QListView>
#include <QMenu>
#include <QTimer>
#include <QWindow>

#include "client-qt/app/keyboard_mouse.h"
#include "client-qt/model/session.h"
#include "client-qt/ui/composer/composer.h"
#include "client-qt/ui/shell/main_window.h"

namespace conclave::desktop {
namespace {

QString NameOf(SendState state) {
  switch (state) {
    case SendState::kSent:
      return QStringLiteral("sent");
    case SendState::kQueued:
      return QStringLiteral("queued");
    case SendState::kFailed:
      return QStringLiteral("failed");
  }
  return {};
}

QString NameOf(ConnectionPhase phase) {
  switch (phase) {
    case ConnectionPhase::kConnecting:
      return QStringLiteral("connecting");
    case ConnectionPhase::kOnline:
      return QStringLiteral("online");
    case ConnectionPhase::kWaiting:
      return QStringLiteral("waiting");
    case ConnectionPhase::kStopped:
      return QStringLiteral("stopped");
  }
  return {};
}

QJsonObject Done() { return {{QStringLiteral("ok"), true}}; }

QJsonObject Failed(const QString& error) { return {{QStringLiteral("ok"), false}, {QStringLiteral("error"), error}}; }

QJsonObject ToJson(const Message& message) {
  return {{QStringLiteral("seq"), static_cast<qint64>(message.seq)},
          {QStringLiteral("author"), message.author_name},
          {QStringLiteral("text"), message.document->PlainText()},
          {QStringLiteral("event"), message.kind == MessageKind::kEvent},
          {QStringLiteral("state"), NameOf(message.state)},
          {QStringLiteral("failure"), message.failure}};
}

}  // namespace

RemoteControl::RemoteControl(Session& session, MainWindow& window, QObject* parent)
    : QObject(parent), session_(session), window_(window) {
  server_.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&session_, &Session::ConnectionChanged, this, &RemoteControl::NoteChange);
  const RoomListModel& rooms = session_.rooms();
  connect(&rooms, &QAbstractItemModel::rowsInserted, this, &RemoteControl::NoteChange);
  connect(&rooms, &QAbstractItemModel::rowsRemoved, this, &RemoteControl::NoteChange);
  connect(&rooms, &QAbstractItemModel::dataChanged, this, &RemoteControl::NoteChange);
  connect(&server_, &QLocalServer::newConnection, this, [this] {
    caller_ = server_.nextPendingConnection();
    connect(caller_, &QLocalSocket::readyRead, this, [this, caller = caller_.data()] { Serve(*caller); });
    connect(caller_, &QLocalSocket::disconnected, caller_, &QObject::deleteLater);
  });
}

bool RemoteControl::Listen(const QString& path) { return server_.listen(path); }

void RemoteControl::Serve(QLocalSocket& caller) {
  while (caller.canReadLine()) {
    const QJsonObject command = QJsonDocument::fromJson(caller.readLine()).object();
    caller.write(QJsonDocument(Do(command)).toJson(QJsonDocument::Compact) + '\n');
  }
}

QJsonObject RemoteControl::Do(const QJsonObject& command) {
  const QString verb = command[u"do"].toString();
  if (verb == u"dump") return Dump();
  if (verb == u"choose") return Choose(command[u"text"].toString());
  if (verb == u"controls") return DumpControls();
  if (verb == u"grab") {
    return window_.grab().save(command[u"file"].toString(), "PNG") ? Done() : Failed(tr("cannot write the picture"));
  }
  if (verb == u"open" || verb == u"retry" || verb == u"discard") return DoToRoom(verb, command[u"room"].toString());
  return DoToControl(verb, command);
}

QJsonObject RemoteControl::DoToRoom(const QString& verb, const QString& title) {
  const RoomListModel& rooms = session_.rooms();
  for (int row = 0; row < rooms.rowCount(); ++row) {
    const RoomId room = rooms.At(row).id;
    if (rooms.At(row).title != title) continue;
    if (verb == u"open") {
      window_.OpenRoom(room);
      return Done();
    }
    const TimelineModel& timeline = session_.Timeline(room);
    for (int i = 0; i < timeline.rowCount(); ++i) {
      if (timeline.At(i).state != SendState::kFailed) continue;
      const CommandId failed = timeline.At(i).command;
      if (verb == u"retry") {
        session_.Retry(room, failed);
      } else {
        session_.Discard(room, failed);
      }
      return Done();
    }
    return Failed(tr("nothing has failed there"));
  }
  return Failed(tr("there is no such room"));
}

QJsonObject RemoteControl::DoToControl(const QString& verb, const QJsonObject& command) {
  const QString name = command[u"name"].toString();
  QWidget* control = name.isEmpty() ? QApplication::focusWidget() : FindControl(name);
  if (control == nullptr) return Failed(tr("there is no control %1").arg(name));
  if (verb == u"click") {
    Click(*control);
  } else if (verb == u"type") {
    Type(*control, command[u"text"].toString());
  } else if (verb == u"key") {
    if (!Press(*control, command[u"keys"].toString())) return Failed(tr("there is no such key"));
  } else {
    return Failed(tr("there is no such verb"));
  }
  return Done();
}

QJsonObject RemoteControl::Choose(const QString& text) {
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  if (menu == nullptr) return Failed(tr("there is no menu"));
  for (QAction* action : menu->actions()) {
    if (action->text() != text || !action->isEnabled()) continue;
    menu->close();
    action->trigger();
    return Done();
  }
  return Failed(tr("the menu has no entry %1").arg(text));
}

QJsonObject RemoteControl::DumpLists() {
  QJsonObject lists;
  for (const QWidget* widget : QApplication::allWidgets()) {
    const auto* list = qobject_cast<const QListView*>(widget);
    if (list == nullptr || !list->isVisible() || list->model() == nullptr) continue;
    QJsonArray rows;
    for (int row = 0; row < list->model()->rowCount(); ++row) {
      rows.append(list->model()->index(row, 0).data(Qt::DisplayRole).toString());
    }
    lists[list->objectName()] = rows;
  }
  return lists;
}

QJsonObject RemoteControl::Dump() {
  change_noted_ = false;
  QJsonArray rooms;
  for (int row = 0; row < session_.rooms().rowCount(); ++row) rooms.append(DumpRoom(row));
  const ConnectionState& connection = session_.connection();
  const Room* open = session_.rooms().Find(window_.room());
  QJsonObject dump = Done();
  dump[u"connection"] = NameOf(connection.phase);
  dump[u"sentence"] = connection.sentence;
  dump[u"waiting"] = connection.waiting;
  dump[u"room"] = open == nullptr ? QString() : open->title;
  dump[u"rooms"] = rooms;
  dump[u"lists"] = DumpLists();
  dump[u"composer"] = window_.composer().text();
  dump[u"platform"] = QGuiApplication::platformName();
  dump[u"active"] = window_.isActiveWindow();
  dump[u"visible"] = window_.isVisible();
  const QWindow* surface = window_.windowHandle();
  dump[u"exposed"] = surface != nullptr && surface->isExposed();
  const QWidget* focus = QApplication::focusWidget();
  dump[u"focus"] = focus == nullptr ? QString() : focus->objectName();
  const QWidget* popup = QApplication::activeWindow();
  dump[u"active_window"] = popup == nullptr ? QString() : popup->objectName();
  return dump;
}

QJsonObject RemoteControl::DumpRoom(int row) {
  const Room room = session_.rooms().At(row);
  Watch(room.id);
  const TimelineModel& timeline = session_.Timeline(room.id);
  QJsonArray messages;
  for (int i = 0; i < timeline.rowCount(); ++i) messages.append(ToJson(timeline.At(i)));
  return {{QStringLiteral("title"), room.title},          {QStringLiteral("topic"), room.topic},
          {QStringLiteral("members"), room.member_count}, {QStringLiteral("unread"), room.unread},
          {QStringLiteral("draft"), room.draft},          {QStringLiteral("at_beginning"), timeline.at_beginning()},
          {QStringLiteral("messages"), messages}};
}

QJsonObject RemoteControl::DumpControls() const {
  QJsonArray controls;
  for (const QWidget* widget : QApplication::allWidgets()) {
    if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
    if (accessible == nullptr) continue;
    controls.append(QJsonObject{{QStringLiteral("object"), widget->objectName()},
                                {QStringLiteral("class"), QString::fromLatin1(widget->metaObject()->className())},
                                {QStringLiteral("name"), accessible->text(QAccessible::Name)},
                                {QStringLiteral("role"), static_cast<int>(accessible->role())}});
  }
  QJsonObject answer = Done();
  answer[u"controls"] = controls;
  return answer;
}

void RemoteControl::Watch(RoomId room) {
  if (!watched_.insert(room).second) return;
  TimelineModel* timeline = &session_.Timeline(room);
  timeline->KeepAllTexts();
  connect(timeline, &QAbstractItemModel::rowsInserted, this, &RemoteControl::NoteChange);
  connect(timeline, &QAbstractItemModel::rowsRemoved, this, &RemoteControl::NoteChange);
  connect(timeline, &QAbstractItemModel::rowsMoved, this, &RemoteControl::NoteChange);
  connect(timeline, &QAbstractItemModel::dataChanged, this, &RemoteControl::NoteChange);
  connect(timeline, &QAbstractItemModel::modelReset, this, &RemoteControl::NoteChange);
  connect(timeline, &QObject::destroyed, this, [this, room] { watched_.erase(room); });
}

void RemoteControl::NoteChange() {
  if (change_noted_ || caller_.isNull()) return;
  change_noted_ = true;
  caller_->write("{\"changed\":true}\n");
}

}  // namespace conclave::desktop
