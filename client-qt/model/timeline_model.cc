#include "client-qt/model/timeline_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace conclave::desktop {

namespace {

// What a screen shows, twice.
constexpr int kTextsAtOnce = 100;

QVariant DataOf(const Message& message, int role) {
  switch (role) {
    case Qt::DisplayRole:
    case TimelineModel::kTextRole:
      return message.document->PlainText();
    case TimelineModel::kAuthorRole:
      return message.author_name;
    case TimelineModel::kTimeRole:
      return static_cast<qlonglong>(message.time);
    case TimelineModel::kStateRole:
      return static_cast<int>(message.state);
    default:
      return {};
  }
}

}  // namespace

TimelineModel::TimelineModel(RoomId room, Texts texts, QObject* parent)
    : QAbstractListModel(parent), room_(room), texts_(texts) {}

int TimelineModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(messages_.size());
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  return DataOf(At(index.row()), role);
}

void TimelineModel::multiData(const QModelIndex& index, QModelRoleDataSpan roles) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return;
  const Message& message = At(index.row());
  for (QModelRoleData& each : roles) each.setData(DataOf(message, each.role()));
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

std::optional<int> TimelineModel::UnsentRowOf(const CommandId& command) const {
  const auto begin = messages_.end() - unsent_;
  const auto found = std::find_if(begin, messages_.end(), [&](const Message& each) { return each.command == command; });
  if (found == messages_.end()) return std::nullopt;
  return static_cast<int>(std::distance(messages_.begin(), found));
}

void TimelineModel::Append(std::span<const Message> messages) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const std::optional<int> waiting = messages[i].own ? UnsentRowOf(messages[i].command) : std::nullopt;
    if (!waiting) continue;
    InsertSent(messages.subspan(begin, i - begin));
    TurnSent(*waiting + static_cast<int>(i - begin), messages[i]);
    begin = i + 1;
  }
  InsertSent(messages.subspan(begin));
}

void TimelineModel::InsertSent(std::span<const Message> messages) {
  if (messages.empty()) return;
  const int row = FirstUnsent();
  beginInsertRows({}, row, row + static_cast<int>(messages.size()) - 1);
  messages_.insert(messages_.begin() + row, messages.begin(), messages.end());
  LetGo(window_.Append(static_cast<int>(messages.size())));
  endInsertRows();
}

void TimelineModel::TurnSent(int row, const Message& message) {
  const int target = FirstUnsent();
  if (row != target) {
    beginMoveRows({}, row, row, {}, target);
    std::rotate(messages_.begin() + target, messages_.begin() + row, messages_.begin() + row + 1);
    endMoveRows();
  }
  messages_[static_cast<std::size_t>(target)] = message;
  --unsent_;
  LetGo(window_.Append(1));
  const QModelIndex changed = index(target);
  Q_EMIT dataChanged(changed, changed);
}

void TimelineModel::Prepend(std::span<const Message> messages, bool at_beginning) {
  fetching_ = false;
  if (!messages.empty()) {
    beginInsertRows({}, 0, static_cast<int>(messages.size()) - 1);
    messages_.insert(messages_.begin(), messages.begin(), messages.end());
    LetGo(window_.Prepend(static_cast<int>(messages.size())));
    endInsertRows();
    AskForTexts();
  }
  if (at_beginning == at_beginning_) return;
  at_beginning_ = at_beginning;
  Q_EMIT AtBeginningChanged();
}

void TimelineModel::FetchFailed() { fetching_ = false; }

void TimelineModel::LookAt(int first, int last) {
  const RowRange before = window_.around();
  LetGo(window_.LookAt({first, last + 1}));
  if (window_.around() != before) texts_failed_ = false;
  AskForTexts();
}

void TimelineModel::KeepAllTexts() {
  window_.KeepAll();
  AskForTexts();
}

bool TimelineModel::HasAllTexts(int first, int last) const {
  for (int row = first; row <= last; ++row) {
    if (At(row).absent()) return false;
  }
  return true;
}

void TimelineModel::LetGo(const std::vector<RowRange>& leaving) {
  if (texts_ == Texts::kKept) return;
  for (const RowRange& rows : leaving) {
    for (int row = rows.begin; row < rows.end; ++row) {
      Message& message = messages_[static_cast<std::size_t>(row)];
      if (message.kind == MessageKind::kText) message.document = AbsentDocument();
    }
  }
}

std::optional<int> TimelineModel::FirstAbsent() const {
  const RowRange& around = window_.around();
  for (int row = std::max(around.begin, window_.view().begin); row < around.end; ++row) {
    if (At(row).absent()) return row;
  }
  for (int row = std::min(around.end, window_.view().begin) - 1; row >= around.begin; --row) {
    if (At(row).absent()) return row;
  }
  return std::nullopt;
}

void TimelineModel::AskForTexts() {
  if (texts_ == Texts::kKept || asked_ != 0 || texts_failed_) return;
  const std::optional<int> row = FirstAbsent();
  if (!row) return;
  const bool below = *row >= window_.view().begin;
  const int first = below ? *row : std::max(window_.around().begin, *row - kTextsAtOnce + 1);
  const int last = below ? std::min(window_.around().end - 1, *row + kTextsAtOnce - 1) : *row;
  asked_ = At(*row).seq;
  Q_EMIT TextsWanted(At(first).seq, At(last).seq);
}

void TimelineModel::PutTexts(std::span<const Message> messages) {
  std::optional<int> first;
  std::optional<int> last;
  for (const Message& message : messages) {
    const std::optional<int> row = RowOf(message.seq);
    if (!row || !window_.Keeps(*row) || !At(*row).absent()) continue;
    messages_[static_cast<std::size_t>(*row)].document = message.document;
    if (!first) first = row;
    last = row;
  }
  const std::optional<int> asked = RowOf(std::exchange(asked_, 0));
  // Nobody can bring it, or it is not looked at any more.
  texts_failed_ = asked && window_.Keeps(*asked) && At(*asked).absent();
  if (first) Q_EMIT dataChanged(index(*first), index(*last));
  AskForTexts();
}

void TimelineModel::PutUnsent(const Message& message) {
  if (const std::optional<int> row = UnsentRowOf(message.command)) {
    messages_[static_cast<std::size_t>(*row)] = message;
    const QModelIndex changed = index(*row);
    Q_EMIT dataChanged(changed, changed);
    return;
  }
  beginInsertRows({}, rowCount(), rowCount());
  messages_.push_back(message);
  ++unsent_;
  endInsertRows();
}

void TimelineModel::RemoveUnsent(const CommandId& command) {
  const std::optional<int> row = UnsentRowOf(command);
  if (!row) return;
  beginRemoveRows({}, *row, *row);
  messages_.erase(messages_.begin() + *row);
  --unsent_;
  endRemoveRows();
}

void TimelineModel::MarkSent(const CommandId& command) {
  const std::optional<int> row = UnsentRowOf(command);
  if (!row) return;
  messages_[static_cast<std::size_t>(*row)].state = SendState::kSent;
  const QModelIndex changed = index(*row);
  Q_EMIT dataChanged(changed, changed, {kStateRole});
}

void TimelineModel::Update(const std::function<bool(Message&)>& change) {
  std::optional<int> first;
  const auto tell = [&](int end) {
    if (first) Q_EMIT dataChanged(index(*std::exchange(first, std::nullopt)), index(end - 1));
  };
  for (int row = 0; row < rowCount(); ++row) {
    if (!change(messages_[static_cast<std::size_t>(row)])) {
      tell(row);
    } else if (!first) {
      first = row;
    }
  }
  tell(rowCount());
}

void TimelineModel::SetReadUpTo(Seq seq) {
  if (seq <= read_up_to_) return;
  read_up_to_ = seq;
  Q_EMIT ReadUpToChanged();
}

void TimelineModel::Clear() {
  beginResetModel();
  std::erase_if(messages_, [](const Message& each) { return each.state == SendState::kSent; });
  unsent_ = rowCount();
  window_.Clear();
  asked_ = 0;
  texts_failed_ = false;
  at_beginning_ = fetching_ = false;
  read_up_to_ = 0;
  endResetModel();
}

}  // namespace conclave::desktop
