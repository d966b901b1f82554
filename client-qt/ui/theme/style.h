#ifndef CONCLAVE_CLIENT_QT_UI_THEME_STYLE_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_STYLE_H_

#include <QProxyStyle>

namespace conclave::desktop {

class Theme;

// Draws the usual controls from the theme's tokens, on Fusion. Set a button's property kRoleProperty to "primary" or
// "danger" for one that is filled. Lives on the GUI's thread; owned by the application, below the theme.
class Style : public QProxyStyle {
  Q_OBJECT

 public:
  static constexpr const char* kRoleProperty = "conclaveRole";

  explicit Style(const Theme& theme);

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
  [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                     const QWidget* widget) const override;
  [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption* option,
                                     const QWidget* widget) const override;
  [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                       const QWidget* widget) const override;
  [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                              QStyleHintReturn* data) const override;
  void polish(QWidget* widget) override;
  using QProxyStyle::polish;

 private:
  void DrawButton(const QStyleOption& option, QPainter& painter, const QWidget* widget) const;
  void DrawToolButton(const QStyleOption& option, QPainter& painter) const;
  void DrawField(const QStyleOption& option, QPainter& painter) const;
  void DrawScrollBar(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const;
  void DrawSlider(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const;
  void DrawRadio(const QStyleOption& option, QPainter& painter) const;
  void DrawMenuItem(const QStyleOption& option, QPainter& painter) const;
  void DrawFocusRing(const QRectF& rect, double radius, QPainter& painter) const;

  const Theme& theme_;
};

// Gives the whole application the theme's style, palette and font, now and whenever it changes. The theme outlives the
// application's widgets.
void InstallTheme(Theme& theme);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_STYLE_H_
