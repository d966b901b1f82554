#include "client-qt/model/timeline_model.h"

#include <algorithm>
#include <iterator>

namespace conclave::desktop {

TimelineModel::TimelineModel(RoomId room, QObject* parent) : QAbstractListModel(parent), room_(room) {}

int TimelineModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(messages_.size());
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Message& message = At(index.row());
  switch (role) {
    case Qt::DisplayRole:
    case kTextRole:
      return message.document->PlainText();
    case kAuthorRole:
      return message.author_name;
    case kTimeRole:
      return static_cast<qlonglong>(message.time);
    case kStateRole:
      return static_cast<int>(message.state);
    default:
      return {};
  }
}

QHash<int, QByteArray> TimelineModel::roleNames() const {
  return {{Qt::DisplayRole, "display"},
          {kTextRole, "text"},
          {kAuthorRole, "author"},
          {kTimeRole, "time"},
          {kStateRole, "state"}};
}

bool TimelineModel::canFetchMore(const QModelIndex& parent) const {
  return !parent.isValid() && !at_beginning_ && !fetching_;
}

void TimelineModel::fetchMore(const QModelIndex& parent) {
  if (!canFetchMore(parent)) return;
  fetching_ = true;
  Q_EMIT OlderWanted();
}

std::optional<int> TimelineModel::RowOf(Seq seq) const {
  const auto end = messages_.end() - unsent_;
  const auto found =
      std::lower_bound(messages_.begin(), end, seq, [](const Message& each, Seq wanted) { return each.seq < wanted; });
  if (found == end || found->seq != seq) return std::nullopt;
  return static_cast<int>(std::distance(messages_.begin(), found));
}

void TimelineModel::Append(std::span<const Message> messages) {
  if (messages.empty()) return;
  for (const Message& message : messages) {
    if (message.own) RemoveUnsent(message.command);
  }
  const int row = rowCount() - unsent_;
  beginInsertRows({}, row, row + static_cast<int>(messages.size()) - 1);
  messages_.insert(messages_.begin() + row, messages.begin(), messages.end());
  endInsertRows();
}

void TimelineModel::Prepend(std::span<const Message> messages, bool at_beginning) {
  fetching_ = false;
  if (!messages.empty()) {
    beginInsertRows({}, 0, static_cast<int>(messages.size()) - 1);
    messages_.insert(messages_.begin(), messages.begin(), messages.end());
    endInsertRows();
  }
  if (at_beginning == at_beginning_) return;
  at_beginning_ = at_beginning;
  Q_EMIT AtBeginningChanged();
}

void TimelineModel::FetchFailed() { fetching_ = false; }

void TimelineModel::PutUnsent(const Message& message) {
  const auto begin = messages_.end() - unsent_;
  const auto found =
      std::find_if(begin, messages_.end(), [&](const Message& each) { return each.command == message.command; });
  if (found != messages_.end()) {
    *found = message;
    const QModelIndex changed = index(static_cast<int>(std::distance(messages_.begin(), found)));
    Q_EMIT dataChanged(changed, changed);
    return;
  }
  beginInsertRows({}, rowCount(), rowCount());
  messages_.push_back(message);
  ++unsent_;
  endInsertRows();
}

void TimelineModel::RemoveUnsent(const CommandId& command) {
  const auto begin = messages_.end() - unsent_;
  const auto found = std::find_if(begin, messages_.end(), [&](const Message& each) { return each.command == command; });
  if (found == messages_.end()) return;
  const auto row = static_cast<int>(std::distance(messages_.begin(), found));
  beginRemoveRows({}, row, row);
  messages_.erase(found);
  --unsent_;
  endRemoveRows();
}

void TimelineModel::SetReadUpTo(Seq seq) {
  if (seq <= read_up_to_) return;
  read_up_to_ = seq;
  Q_EMIT ReadUpToChanged();
}

void TimelineModel::Clear() {
  beginResetModel();
  messages_.erase(messages_.begin(), messages_.end() - unsent_);
  at_beginning_ = fetching_ = false;
  read_up_to_ = 0;
  endResetModel();
}

}  // namespace conclave::desktop
