#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_DELEGATE_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_DELEGATE_H_

#include <QAbstractItemDelegate>

namespace conclave::desktop {

class Theme;

// Paints one emoji of the picker's grid. Lives on the GUI's thread.
class EmojiDelegate : public QAbstractItemDelegate {
  Q_OBJECT

 public:
  static constexpr int kCell = 40;

  explicit EmojiDelegate(const Theme& theme, QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  const Theme& theme_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_DELEGATE_H_
