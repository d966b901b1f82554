#include "client-qt/ui/composer/emoji_model.h"

#include <algorithm>

#include "client-qt/ui/composer/emoji_table.h"

namespace conclave::desktop {
namespace {

QString TextOf(const EmojiEntry& entry) {
  return QString::fromUtf16(entry.text.data(), static_cast<qsizetype>(entry.text.size()));
}

}  // namespace

int EmojiModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant EmojiModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const EmojiEntry& entry = EmojiTable()[shown_[static_cast<std::size_t>(index.row())]];
  switch (role) {
    case Qt::DisplayRole:
      return TextOf(entry);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return QString::fromUtf8(entry.name);
    default:
      return {};
  }
}

void EmojiModel::ShowGroup(int group) {
  beginResetModel();
  shown_.clear();
  for (std::size_t i = 0; i < EmojiTable().size(); ++i) {
    if (EmojiTable()[i].group == group) shown_.push_back(i);
  }
  endResetModel();
}

void EmojiModel::ShowThese(const QStringList& emoji) {
  beginResetModel();
  shown_.clear();
  for (const QString& wanted : emoji) {
    const auto table = EmojiTable();
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const EmojiEntry& entry) { return TextOf(entry) == wanted; });
    if (found != table.end()) shown_.push_back(static_cast<std::size_t>(found - table.begin()));
  }
  endResetModel();
}

void EmojiModel::Search(const QString& words) {
  const QStringList parts = words.simplified().split(u' ', Qt::SkipEmptyParts);
  beginResetModel();
  shown_.clear();
  for (std::size_t i = 0; i < EmojiTable().size(); ++i) {
    const QString name = QString::fromUtf8(EmojiTable()[i].name);
    const bool all = std::all_of(parts.begin(), parts.end(),
                                 [&](const QString& part) { return name.contains(part, Qt::CaseInsensitive); });
    if (all) shown_.push_back(i);
  }
  endResetModel();
}

}  // namespace conclave::desktop
