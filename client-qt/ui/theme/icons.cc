#include "client-qt/ui/theme/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <functional>
#include <string_view>

#include "client-qt/ui/theme/icon_path.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

std::string_view DrawingOf(Icon icon) {
  switch (icon) {
    case Icon::kHash:
      return "M 5 9 L 19.5 9 M 4.5 15 L 19 15 M 10.5 4 L 8 20 M 16 4 L 13.5 20";
    case Icon::kLock:
      return "R 5 11 14 10 2 M 8 11 L 8 7.5 C 8 2 16 2 16 7.5 L 16 11";
    case Icon::kHome:
      return "M 4 11 L 12 4 L 20 11 M 6 9.5 L 6 20 L 18 20 L 18 9.5 M 10 20 L 10 14 L 14 14 L 14 20";
    case Icon::kPlus:
      return "M 12 5 L 12 19 M 5 12 L 19 12";
    case Icon::kSearch:
      return "O 10.5 10.5 6.5 M 15.3 15.3 L 20.5 20.5";
    case Icon::kPeople:
      return "O 9 7.5 3.5 M 2.5 20 L 2.5 18 C 2.5 13 15.5 13 15.5 18 L 15.5 20 A 15.5 7.5 3.5 -85 170 "
             "M 18 14.3 C 20.3 14.9 21.5 16.2 21.5 18 L 21.5 20";
    case Icon::kPerson:
      return "O 12 7.5 4 M 4.5 20.5 L 4.5 19 C 4.5 13 19.5 13 19.5 19 L 19.5 20.5";
    case Icon::kPersonPlus:
      return "O 9 7.5 3.5 M 2.5 20 L 2.5 18 C 2.5 13 15.5 13 15.5 18 L 15.5 20 M 19 7 L 19 13 M 16 10 L 22 10";
    case Icon::kMore:
      return "O 5 12 0.6 O 12 12 0.6 O 19 12 0.6";
    case Icon::kSettings:
      return "M 4 7 L 11 7 M 17 7 L 20 7 O 14 7 2.5 M 4 17 L 7 17 M 13 17 L 20 17 O 10 17 2.5";
    case Icon::kPencil:
      return "M 4 20 L 4.8 15.8 L 16 4.6 C 17.6 3 21 6.4 19.4 8 L 8.2 19.2 Z M 14 6.6 L 17.4 10";
    case Icon::kSend:
      return "M 4 4.5 L 20.5 12 L 4 19.5 L 6.5 12 Z M 6.5 12 L 12.5 12";
    case Icon::kSmile:
      return "O 12 12 9 M 8 14 C 9.4 17 14.6 17 16 14 O 9 9.7 0.4 O 15 9.7 0.4";
    case Icon::kBold:
      return "M 7 5 L 13 5 C 17.6 5 17.6 11.6 13 11.6 L 7 11.6 Z M 7 11.6 L 14 11.6 C 19 11.6 19 19 14 19 L 7 19 Z";
    case Icon::kItalic:
      return "M 10.5 5 L 17.5 5 M 6.5 19 L 13.5 19 M 14 5 L 10 19";
    case Icon::kCode:
      return "M 8 7 L 3 12 L 8 17 M 16 7 L 21 12 L 16 17 M 13.7 4.5 L 10.3 19.5";
    case Icon::kArrowDown:
      return "M 12 5 L 12 19 M 5.5 12.5 L 12 19 L 18.5 12.5";
    case Icon::kClock:
      return "O 12 12 9 M 12 7 L 12 12 L 15.2 13.8";
    case Icon::kTick:
      return "M 4.5 12.5 L 9.8 17.8 L 19.8 6.8";
    case Icon::kAlert:
      return "O 12 12 9 M 12 7.5 L 12 12.5 O 12 16 0.4";
    case Icon::kRetry:
      return "A 12 12 8 -10 -290 M 20.4 3.8 L 20.4 9.2 L 15 9.2";
    case Icon::kTrash:
      return "M 4 7 L 20 7 M 6 7 L 7 20 L 17 20 L 18 7 M 9 7 L 9 4 L 15 4 L 15 7 M 10.2 11 L 10.2 16 M 13.8 11 L 13.8 "
             "16";
    case Icon::kCopy:
      return "R 8 8 12 12 2 M 16 8 L 16 6 Q 16 4 14 4 L 6 4 Q 4 4 4 6 L 4 14 Q 4 16 6 16 L 8 16";
    case Icon::kLink:
      return "M 9.5 14.5 L 14.5 9.5 M 11 6.5 L 12.2 5.3 C 16.8 1 23 7.2 18.7 11.8 L 17.5 13 M 13 17.5 L 11.8 18.7 C "
             "7.2 "
             "23 1 16.8 5.3 12.2 L 6.5 11";
    case Icon::kClose:
      return "M 6 6 L 18 18 M 18 6 L 6 18";
    case Icon::kOffline:
      return "M 3.5 3.5 L 20.5 20.5 M 9.6 5.2 C 13.5 4.4 16.6 6.6 17.4 10 C 20.2 10.2 21.8 12.6 21.2 15 M 6.2 8.4 C "
             "2.2 "
             "9.6 1.4 18 7.5 18 L 16.4 18";
    case Icon::kLeave:
      return "M 13 8 L 13 6 Q 13 4 11 4 L 6 4 Q 4 4 4 6 L 4 18 Q 4 20 6 20 L 11 20 Q 13 20 13 18 L 13 16 M 9 12 L 21 "
             "12 "
             "M 17.5 8.5 L 21 12 L 17.5 15.5";
    case Icon::kCompass:
      return "O 12 12 9 M 15.8 8.2 L 13.8 13.8 L 8.2 15.8 L 10.2 10.2 Z";
    case Icon::kMessage:
      return "M 6.5 4.5 L 17.5 4.5 Q 20.5 4.5 20.5 7.5 L 20.5 13.5 Q 20.5 16.5 17.5 16.5 L 12 16.5 L 7.5 20.5 L 7.5 "
             "16.5 "
             "L 6.5 16.5 Q 3.5 16.5 3.5 13.5 L 3.5 7.5 Q 3.5 4.5 6.5 4.5 Z";
    case Icon::kKey:
      return "O 7.5 16.5 4 M 10.4 13.6 L 19.5 4.5 M 15.5 8.5 L 19 12 M 18 6 L 20.5 8.5";
    case Icon::kKeyboard:
      return "R 2.5 6 19 12 2 M 6.5 10 L 6.6 10 M 10.2 10 L 10.3 10 M 13.8 10 L 13.9 10 M 17.5 10 L 17.6 10 M 8 14 L "
             "16 14";
    case Icon::kChevronDown:
      return "M 6 9.5 L 12 15.5 L 18 9.5";
  }
  return {};
}

// Draws an icon in a colour asked for anew each time, so that it follows a change of theme.
class TintedIconEngine : public QIconEngine {
 public:
  using Tint = std::function<QColor(QIcon::Mode)>;

  TintedIconEngine(Icon icon, Tint tint) : icon_(icon), tint_(std::move(tint)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override {
    PaintIcon(*painter, icon_, rect, tint_(mode));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
  }
  [[nodiscard]] QIconEngine* clone() const override { return new TintedIconEngine(icon_, tint_); }

 private:
  Icon icon_;
  Tint tint_;
};

}  // namespace

void PaintIcon(QPainter& painter, Icon icon, const QRectF& square, const QColor& colour) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double side = std::min(square.width(), square.height());
  painter.translate(square.center() - QPointF(side / 2, side / 2));
  painter.scale(side / 24, side / 24);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(ReadIconPath(DrawingOf(icon)));
  painter.restore();
}

QIcon ThemedIcon(const Theme& theme, Icon icon) {
  return QIcon(new TintedIconEngine(icon, [&theme](QIcon::Mode mode) {
    const Tokens& t = theme.tokens();
    if (mode == QIcon::Disabled) return t.text3;
    return mode == QIcon::Active ? t.text : t.text2;
  }));
}

QIcon OnAccentIcon(const Theme& theme, Icon icon) {
  return QIcon(new TintedIconEngine(icon, [&theme](QIcon::Mode mode) {
    return mode == QIcon::Disabled ? theme.tokens().text3 : theme.tokens().on_accent;
  }));
}

}  // namespace conclave::desktop
