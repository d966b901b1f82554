#ifndef CONCLAVE_CLIENT_QT_MODEL_MEMBER_MODEL_H_
#define CONCLAVE_CLIENT_QT_MODEL_MEMBER_MODEL_H_

#include <QAbstractListModel>
#include <vector>

#include "client-qt/core/room.h"

namespace conclave::desktop {

// Who is in one room, owners first, then by name. Lives on the GUI's thread; owned by the Session.
class MemberModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role {
    // QString; also Qt::DisplayRole.
    kNameRole = Qt::UserRole + 1,
    // uint.
    kUserIdRole,
    // bool.
    kOwnerRole,
  };
  Q_ENUM(Role)

  using QAbstractListModel::QAbstractListModel;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  [[nodiscard]] const Member& At(int row) const { return members_[static_cast<std::size_t>(row)]; }

  // In any order. Rows that stay are not touched.
  void SetMembers(std::vector<Member> members);

 private:
  std::vector<Member> members_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_MEMBER_MODEL_H_
