#include "client-qt/app/notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace conclave::desktop {
namespace {

const QString& Service() {
  static const QString name = QStringLiteral("org.freedesktop.Notifications");
  return name;
}
const QString& Path() {
  static const QString path = QStringLiteral("/org/freedesktop/Notifications");
  return path;
}

QDBusMessage Call(const QString& method, const QVariantList& arguments) {
  QDBusMessage message = QDBusMessage::createMethodCall(Service(), Path(), Service(), method);
  message.setArguments(arguments);
  return message;
}

// A notification is a hint, not the message.
constexpr int kShownCharacters = 200;

}  // namespace

Notifier::Notifier(QObject* parent) : QObject(parent) {
  QDBusConnection bus = QDBusConnection::sessionBus();
  bus.connect(Service(), Path(), Service(), QStringLiteral("ActionInvoked"), this,
              SLOT(OnActionInvoked(uint, QString)));
  bus.connect(Service(), Path(), Service(), QStringLiteral("NotificationClosed"), this,
              SLOT(OnNotificationClosed(uint, uint)));
}

void Notifier::Show(RoomId room, const QString& title, const QString& text) {
  const uint earlier = shown_.value(room.value(), 0);
  // The desktop reads the body as markup.
  const QString body = text.left(kShownCharacters).toHtmlEscaped();
  const QVariantMap hints{{QStringLiteral("category"), QStringLiteral("im.received")},
                          {QStringLiteral("desktop-entry"), QStringLiteral("conclave")}};
  const QStringList actions{QStringLiteral("default"), tr("Open")};
  constexpr int kAsTheDesktopLikes = -1;
  const QDBusPendingCall call = QDBusConnection::sessionBus().asyncCall(
      Call(QStringLiteral("Notify"), {QStringLiteral("Conclave"), earlier, QStringLiteral("conclave"), title, body,
                                      actions, hints, kAsTheDesktopLikes}));
  shown_.insert(room.value(), earlier);
  connect(new QDBusPendingCallWatcher(call, this), &QDBusPendingCallWatcher::finished, this,
          [this, room](QDBusPendingCallWatcher* watcher) {
            const QDBusPendingReply<uint> reply = *watcher;
            if (reply.isValid()) shown_.insert(room.value(), reply.value());
            watcher->deleteLater();
          });
}

void Notifier::Close(RoomId room) {
  const uint id = shown_.take(room.value());
  if (id != 0) QDBusConnection::sessionBus().asyncCall(Call(QStringLiteral("CloseNotification"), {id}));
}

void Notifier::OnActionInvoked(uint id, const QString& /*action*/) {
  for (auto shown = shown_.cbegin(); shown != shown_.cend(); ++shown) {
    if (shown.value() != id) continue;
    Q_EMIT Activated(RoomId(shown.key()));
    return;
  }
}

void Notifier::OnNotificationClosed(uint id, uint /*reason*/) {
  shown_.removeIf([id](const auto& shown) { return shown.value() == id; });
}

}  // namespace conclave::desktop
