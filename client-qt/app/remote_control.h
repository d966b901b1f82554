#ifndef CONCLAVE_CLIENT_QT_APP_REMOTE_CONTROL_H_
#define CONCLAVE_CLIENT_QT_APP_REMOTE_CONTROL_H_

#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QPointer>
#include <QString>
#include <set>

#include "server/core/ids.h"

namespace conclave::desktop {

class MainWindow;
class Session;

// Lets a test use the window as a person would (--test-socket). One JSON object a line each way; `do` is one of
//   type {name?, text}        types into that control, or the one with the focus
//   key {name?, keys}         presses a key such as "Return" or "Ctrl+K"
//   click {name}              presses and releases the left button in the middle of that control
//   choose {text}             takes the entry of that text in the menu that is open
//   open {room}               opens a room by its title
//   grab {file}               saves the window's picture
//   retry {room}, discard {room}   what a person may do with the first failed message of a room
//   dump {}                   all that the window knows
//   controls {}               every visible control that takes the focus, with its name and role
// and is answered {"ok": true, …} or {"ok": false, "error": …}. A line {"changed": true} follows when anything may have
// changed since the last dump. Only the same user can connect. Lives on the GUI's thread; owned by the window's
// program.
class RemoteControl : public QObject {
  Q_OBJECT

 public:
  RemoteControl(Session& session, MainWindow& window, QObject* parent = nullptr);

  // False when nobody can listen there.
  bool Listen(const QString& path);

 private:
  void Serve(QLocalSocket& caller);
  QJsonObject Do(const QJsonObject& command);
  QJsonObject DoToRoom(const QString& verb, const QString& title);
  QJsonObject DoToControl(const QString& verb, const QJsonObject& command);

  static QJsonObject Choose(const QString& text);
  [[nodiscard]] QJsonObject Dump();
  [[nodiscard]] static QJsonObject DumpLists();
  [[nodiscard]] QJsonObject DumpRoom(int row);
  [[nodiscard]] QJsonObject DumpControls() const;
  void Watch(RoomId room);
  void NoteChange();

  Session& session_;
  MainWindow& window_;
  QLocalServer server_;
  QPointer<QLocalSocket> caller_;
  std::set<RoomId> watched_;
  bool change_noted_ = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_REMOTE_CONTROL_H_
