#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_SHEET_H_

#include <QPointer>
#include <QWidget>

#include "client-qt/ui/theme/theme.h"

class QVBoxLayout;

namespace conclave::desktop {

class Label;

// A card above the rest of the window, which it covers: a dialog that needs no window of its own. It keeps the keyboard
// among its controls; Escape, its cross or a click beside it end it, and the keyboard goes back to where it was. Lives
// on the GUI's thread; deletes itself when it ends.
class Sheet : public QWidget {
  Q_OBJECT

 public:
  enum class Place { kCentre, kTop, kAboveAnchor };

  // `window` is what it covers. An empty title leaves the title's line out.
  Sheet(const Theme& theme, QWidget& window, const QString& object_name, const QString& title);

  void SetPlace(Place place, QWidget* anchor = nullptr);
  void SetCardWidth(int width);
  // Shows it, with the keyboard at `first`.
  void Open(QWidget* first);
  void Close();

 protected:
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] QVBoxLayout& body() { return *body_; }
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void Arrange();

  const Theme& theme_;
  QWidget& window_;
  QWidget* card_;
  QVBoxLayout* body_;
  Place place_ = Place::kCentre;
  QPointer<QWidget> anchor_;
  QPointer<QWidget> came_from_;
  int card_width_ = 440;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_SHEET_H_
