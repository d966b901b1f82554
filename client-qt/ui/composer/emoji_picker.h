#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_PICKER_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_PICKER_H_

#include "client-qt/ui/composer/emoji_model.h"
#include "client-qt/ui/widgets/sheet.h"

class QButtonGroup;
class QLineEdit;
class QListView;

namespace conclave::desktop {

class Label;

// Finds an emoji by group or name; those used last come first. Lives on the GUI's thread; deletes itself.
class EmojiPicker : public Sheet {
  Q_OBJECT

 public:
  static constexpr int kMostRecent = 27;

  EmojiPicker(const Theme& theme, QWidget& window, const QStringList& recent);

  // Above that widget.
  void Start(QWidget& anchor);

  // The list after one was used: it comes first.
  static QStringList WithRecent(QStringList recent, const QString& emoji);

 Q_SIGNALS:
  void Picked(const QString& emoji);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void BuildGroups();
  void BuildGrid();
  void ShowGroup(int group);
  void Search(const QString& words);
  void Pick(const QModelIndex& index);
  void ShowName(const QModelIndex& index);

  const QStringList recent_;
  QLineEdit* words_;
  QButtonGroup* groups_;
  QListView* grid_;
  Label* name_;
  EmojiModel model_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_PICKER_H_
