#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_MODEL_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_MODEL_H_

#include <QAbstractListModel>
#include <QStringList>
#include <vector>

namespace conclave::desktop {

// The emoji of one group, those used last, or those whose name has all words of a search. Lives on the GUI's thread.
class EmojiModel : public QAbstractListModel {
  Q_OBJECT

 public:
  // Qt::DisplayRole is the emoji, Qt::ToolTipRole and Qt::AccessibleTextRole its name.
  using QAbstractListModel::QAbstractListModel;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  void ShowGroup(int group);
  void ShowThese(const QStringList& emoji);
  void Search(const QString& words);

 private:
  // Into EmojiTable().
  std::vector<std::size_t> shown_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_MODEL_H_
