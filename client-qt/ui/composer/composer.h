#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_COMPOSER_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_COMPOSER_H_

#include <QTimer>

#include "client-qt/ui/composer/composer_edit.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/widgets/ground.h"

class QHBoxLayout;
class QToolButton;

namespace conclave::desktop {

class IconButton;

// The box below the timeline: the text, its format buttons, emoji and Send. Tells of a draft a second after the last
// key. Lives on the GUI's thread; owned by the window.
class Composer : public Ground {
  Q_OBJECT

 public:
  static constexpr int kDraftDelayMs = 1000;

  explicit Composer(const Theme& theme, QWidget* parent = nullptr);

  // Begins anew with a room's draft; what was here is told first.
  void Open(const QString& placeholder, const QString& draft);
  // A draft that has not been told yet is told now.
  void Flush();
  void Insert(const QString& text);
  void Clear();
  [[nodiscard]] QString text() const { return edit_->toPlainText(); }
  [[nodiscard]] ComposerEdit& edit() { return *edit_; }
  [[nodiscard]] QWidget& emoji_button();

 Q_SIGNALS:
  // Something that is more than blanks; the box is empty already.
  void SendWanted(const QString& text);
  void DraftChanged(const QString& text);
  void EmojiWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void AddFormatButton(Icon icon, const char* object_name, const QString& name, const QKeySequence& keys,
                       const QString& mark);
  void Send();
  void Update();

  ComposerEdit* edit_;
  IconButton* emoji_;
  QToolButton* send_;
  QList<IconButton*> format_;
  QWidget* box_;
  QHBoxLayout* tools_ = nullptr;
  QTimer draft_timer_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_COMPOSER_H_
