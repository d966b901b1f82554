#ifndef CONCLAVE_CLIENT_QT_MODEL_ROOM_DIRECTORY_H_
#define CONCLAVE_CLIENT_QT_MODEL_ROOM_DIRECTORY_H_

#include <QObject>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "client-qt/model/room_list_model.h"
#include "client-qt/model/room_story.h"
#include "conclave/v1/chat.pb.h"
#include "conclave/v1/room.pb.h"

namespace conclave::desktop {

// A room as the server describes it.
[[nodiscard]] Room ToRoom(const v1::Room& room);

// The rooms one is in: their list, their stories, their drafts. Rooms come and go by what the server says, also when it
// was another device that joined or left. Lives on the GUI's thread; owned by the session.
class RoomDirectory : public QObject {
  Q_OBJECT

 public:
  explicit RoomDirectory(StoryServices services);
  ~RoomDirectory() override;

  [[nodiscard]] RoomListModel& model() { return model_; }
  [[nodiscard]] RoomStory& Story(RoomId room);
  // Null when one is not in it.
  [[nodiscard]] RoomStory* Find(RoomId room);

  // `fresh`: nothing was kept from before, so what is there already counts as read.
  void Load(const std::vector<RoomState>& rooms, bool fresh);
  void SetOnline(bool online);

  // What the server says. A stream begins: a summary of each room follows.
  void OnWelcome();
  void OnSummary(const v1::RoomSummary& summary);
  void OnRoom(const v1::Room& room);
  // All rooms, as asked for after Welcome: those that are neither here nor were summed up are gone.
  void OnAllRooms(const std::vector<v1::Room>& rooms);
  void OnEpochChanged();
  void Remove(RoomId room);
  // Shows what has come since the last time.
  void Flush();

  void SetDraft(RoomId room, const QString& text);

 Q_SIGNALS:
  void Removed(conclave::RoomId room);
  void TextArrived(conclave::RoomId room, const conclave::desktop::Message& message);

 private:
  struct Kept {
    RoomRecord record;
    QString draft;
    std::unique_ptr<RoomStory> story;
  };

  Kept& Make(const RoomRecord& record, const UnreadCount& unread, std::optional<Seq> last);
  void PutRecord(const RoomRecord& record);
  // Brings the list up to what is known of the room.
  void Show(Kept& entry);
  void ShowAll();
  [[nodiscard]] QString TitleOf(const RoomRecord& record);

  const StoryServices services_;
  RoomListModel model_;
  std::map<RoomId, Kept> rooms_;
  bool fresh_ = false;
  // Since Welcome.
  std::set<RoomId> summed_up_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_ROOM_DIRECTORY_H_
