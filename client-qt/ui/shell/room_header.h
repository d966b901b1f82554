#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_ROOM_HEADER_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_ROOM_HEADER_H_

#include "client-qt/core/room.h"
#include "client-qt/ui/widgets/ground.h"

namespace conclave::desktop {

class IconButton;
class Label;

// The line above the timeline: the room's name, topic and size, and what one can do with it. Lives on the GUI's thread;
// owned by the window.
class RoomHeader : public Ground {
  Q_OBJECT

 public:
  explicit RoomHeader(const Theme& theme, QWidget* parent = nullptr);

  void SetRoom(const Room& room);
  void SetMembersShown(bool shown);

 Q_SIGNALS:
  void MembersToggled();
  void InviteWanted();
  void LeaveWanted();

 private:
  void ShowMenu();

  Label* title_;
  Label* topic_;
  IconButton* invite_;
  IconButton* members_;
  IconButton* more_;
  Room room_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_ROOM_HEADER_H_
