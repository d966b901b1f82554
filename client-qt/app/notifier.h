#ifndef CONCLAVE_CLIENT_QT_APP_NOTIFIER_H_
#define CONCLAVE_CLIENT_QT_APP_NOTIFIER_H_

#include <QHash>
#include <QObject>
#include <QString>

#include "server/core/ids.h"

namespace conclave::desktop {

// Shows notifications of the desktop (org.freedesktop.Notifications), one per room: a later one takes the place of the
// one before. Does nothing where nobody shows them. Never waits. Lives on the GUI's thread; owned by the window's
// program.
class Notifier : public QObject {
  Q_OBJECT

 public:
  explicit Notifier(QObject* parent = nullptr);

  void Show(RoomId room, const QString& title, const QString& text);
  // The person has seen that room.
  void Close(RoomId room);

 Q_SIGNALS:
  // The person clicked a room's notification.
  void Activated(conclave::RoomId room);

 private Q_SLOTS:
  void OnActionInvoked(uint id, const QString& action);
  void OnNotificationClosed(uint id, uint reason);

 private:
  // By room number: the notification's id, 0 while the desktop has not answered.
  QHash<quint64, uint> shown_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_NOTIFIER_H_
