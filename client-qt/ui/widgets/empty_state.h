#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_EMPTY_STATE_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_EMPTY_STATE_H_

#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/widgets/ground.h"

class QLabel;
class QPushButton;

namespace conclave::desktop {

// What stands where there is nothing to show: an icon, a title, a sentence and at most one button. Lives on the GUI's
// thread.
class EmptyState : public Ground {
  Q_OBJECT

 public:
  EmptyState(const Theme& theme, Icon icon, QWidget* parent = nullptr);

  void SetTexts(const QString& title, const QString& sentence);
  // A command or path to copy, below the sentence.
  void SetCommand(const QString& command);
  void SetButton(const QString& text);

 Q_SIGNALS:
  void Clicked();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void Restyle();

  const Icon icon_;
  QWidget* circle_;
  QLabel* title_;
  QLabel* sentence_;
  QLabel* command_;
  QPushButton* button_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_EMPTY_STATE_H_
