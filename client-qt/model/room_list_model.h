#ifndef CONCLAVE_CLIENT_QT_MODEL_ROOM_LIST_MODEL_H_
#define CONCLAVE_CLIENT_QT_MODEL_ROOM_LIST_MODEL_H_

#include <QAbstractListModel>
#include <optional>
#include <vector>

#include "client-qt/core/room.h"

namespace conclave::desktop {

// The rooms one is in: the lobby, then rooms by title, then direct rooms by title. Lives on the GUI's thread; owned by
// the Session.
class RoomListModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role {
    // QString; also Qt::DisplayRole.
    kTitleRole = Qt::UserRole + 1,
    // qulonglong.
    kRoomIdRole,
    // int, a RoomKind.
    kKindRole,
    // int.
    kUnreadRole,
    // QString.
    kDraftRole,
  };
  Q_ENUM(Role)

  using QAbstractListModel::QAbstractListModel;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  [[nodiscard]] const Room& At(int row) const { return rooms_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] std::optional<int> RowOf(RoomId room) const;
  [[nodiscard]] const Room* Find(RoomId room) const;

  // Adds the room, or changes it in place; its row moves when its title or kind asks for it.
  void Put(const Room& room);
  void Remove(RoomId room);

 private:
  std::vector<Room> rooms_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_ROOM_LIST_MODEL_H_
