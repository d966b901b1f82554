#include "client-qt/model/member_model.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace conclave::desktop {

int MemberModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(members_.size());
}

QVariant MemberModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Member& member = At(index.row());
  switch (role) {
    case Qt::DisplayRole:
    case kNameRole:
      return member.name;
    case kUserIdRole:
      return member.user.value();
    case kOwnerRole:
      return member.owner;
    default:
      return {};
  }
}

QHash<int, QByteArray> MemberModel::roleNames() const {
  return {{Qt::DisplayRole, "display"}, {kNameRole, "name"}, {kUserIdRole, "userId"}, {kOwnerRole, "owner"}};
}

void MemberModel::SetMembers(std::vector<Member> members) {
  const auto order = [](const Member& a, const Member& b) {
    return std::tuple(!a.owner, a.name, a.user) < std::tuple(!b.owner, b.name, b.user);
  };
  std::sort(members.begin(), members.end(), order);
  // One pass over both lists: what is only in the old one goes, what is only in the new one comes.
  std::size_t row = 0;
  for (Member& member : members) {
    while (row < members_.size() && order(members_[row], member)) {
      beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
      members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(row));
      endRemoveRows();
    }
    if (row == members_.size() || members_[row] != member) {
      beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
      members_.insert(members_.begin() + static_cast<std::ptrdiff_t>(row), std::move(member));
      endInsertRows();
    }
    ++row;
  }
  if (row < members_.size()) {
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(members_.size()) - 1);
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(row), members_.end());
    endRemoveRows();
  }
}

}  // namespace conclave::desktop
