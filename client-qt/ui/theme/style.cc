#include "client-qt/ui/theme/style.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>
#include <QToolTip>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

constexpr int kRadius = 8;
constexpr int kScrollBar = 12;

void DrawRound(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& line) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
  painter.setPen(line.isValid() ? QPen(line) : QPen(Qt::NoPen));
  painter.drawRoundedRect(line.isValid() ? rect.adjusted(0.5, 0.5, -0.5, -0.5) : rect, radius, radius);
  painter.restore();
}

// By keyboard: a ring under the pointer would only disturb.
bool ShowsFocus(const QStyleOption& option) {
  return option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
}

bool IsFilled(const QWidget* widget) { return widget != nullptr && widget->property(Style::kRoleProperty).isValid(); }

QColor FillOf(const Tokens& t, const QWidget* widget) {
  return widget->property(Style::kRoleProperty).toString() == QStringLiteral("danger") ? t.danger_fill : t.accent;
}

}  // namespace

Style::Style(const Theme& theme) : QProxyStyle(QStringLiteral("Fusion")), theme_(theme) {}

void Style::DrawFocusRing(const QRectF& rect, double radius, QPainter& painter) const {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme_.tokens().accent_text, 2));
  painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
  painter.restore();
}

void Style::DrawButton(const QStyleOption& option, QPainter& painter, const QWidget* widget) const {
  const Tokens& t = theme_.tokens();
  const bool enabled = option.state.testFlag(State_Enabled);
  const bool lit = option.state.testFlag(State_MouseOver) || option.state.testFlag(State_Sunken);
  if (IsFilled(widget) && enabled) {
    const QColor fill = FillOf(t, widget);
    DrawRound(painter, option.rect, kRadius, lit ? fill.darker(110) : fill, {});
  } else {
    DrawRound(painter, option.rect, kRadius, lit && enabled ? t.hover : t.bg, enabled ? t.control : t.border);
  }
  if (!ShowsFocus(option)) return;
  if (IsFilled(widget)) {
    DrawFocusRing(QRectF(option.rect).adjusted(1, 1, -1, -1), kRadius - 1, painter);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.on_accent, 2));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(3, 3, -3, -3), kRadius - 2, kRadius - 2);
    painter.restore();
  } else {
    DrawFocusRing(option.rect, kRadius, painter);
  }
}

void Style::DrawToolButton(const QStyleOption& option, QPainter& painter) const {
  const Tokens& t = theme_.tokens();
  if (option.state.testFlag(State_Enabled)) {
    if (option.state.testFlag(State_On)) {
      DrawRound(painter, option.rect, kRadius, t.selected, {});
    } else if (option.state.testFlag(State_MouseOver) || option.state.testFlag(State_Sunken)) {
      QColor tint = t.text;
      tint.setAlpha(option.state.testFlag(State_Sunken) ? 36 : 20);
      DrawRound(painter, option.rect, kRadius, tint, {});
    }
  }
  if (ShowsFocus(option)) DrawFocusRing(option.rect, kRadius, painter);
}

void Style::DrawField(const QStyleOption& option, QPainter& painter) const {
  const Tokens& t = theme_.tokens();
  const bool focus = option.state.testFlag(State_HasFocus);
  DrawRound(painter, option.rect, kRadius, t.field_bg, focus ? t.accent_text : t.control);
  if (focus) DrawFocusRing(option.rect, kRadius, painter);
}

void Style::DrawRadio(const QStyleOption& option, QPainter& painter) const {
  const Tokens& t = theme_.tokens();
  const QRectF box = option.rect;
  const bool on = option.state.testFlag(State_On);
  DrawRound(painter, box, box.width() / 2, on ? t.accent : t.field_bg, on ? t.accent : t.control);
  if (on) DrawRound(painter, box.adjusted(5, 5, -5, -5), box.width(), t.on_accent, {});
}

void Style::DrawMenuItem(const QStyleOption& option, QPainter& painter) const {
  const auto& item = static_cast<const QStyleOptionMenuItem&>(option);
  const Tokens& t = theme_.tokens();
  if (item.menuItemType == QStyleOptionMenuItem::Separator) {
    painter.fillRect(QRect(item.rect.left() + 8, item.rect.center().y(), item.rect.width() - 16, 1), t.border);
    return;
  }
  if (item.state.testFlag(State_Selected)) DrawRound(painter, item.rect.adjusted(4, 1, -4, -1), 6, t.hover, {});
  if (!item.icon.isNull()) {
    const QRect icon(item.rect.left() + 14, item.rect.center().y() - 8, 16, 16);
    item.icon.paint(&painter, icon, Qt::AlignCenter,
                    item.state.testFlag(State_Enabled) ? QIcon::Normal : QIcon::Disabled);
  }
  const QRect text = item.rect.adjusted(item.maxIconWidth > 0 ? 40 : 16, 0, -16, 0);
  const QStringList parts = item.text.split(u'\t');
  painter.setFont(theme_.Font(TextKind::kSecondary));
  painter.setPen(item.state.testFlag(State_Enabled) ? t.text : t.text3);
  painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, parts.front());
  if (parts.size() < 2) return;
  painter.setPen(t.text3);
  painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight, parts.back());
}

void Style::DrawScrollBar(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const {
  const auto& slider = static_cast<const QStyleOptionSlider&>(option);
  if (slider.minimum == slider.maximum) return;
  QRectF handle = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
  handle.adjust(3, 3, -3, -3);
  const bool lit = option.activeSubControls.testFlag(SC_ScrollBarSlider);
  QColor colour = theme_.tokens().control;
  colour.setAlpha(lit ? 255 : 150);
  DrawRound(painter, handle, 3, colour, {});
}

void Style::DrawSlider(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const {
  const Tokens& t = theme_.tokens();
  const QRectF handle = subControlRect(CC_Slider, &option, SC_SliderHandle, widget);
  const QRectF groove(option.rect.left(), handle.center().y() - 2, option.rect.width(), 4);
  DrawRound(painter, groove, 2, t.control, {});
  QRectF filled = groove;
  filled.setRight(handle.center().x());
  DrawRound(painter, filled, 2, t.accent, {});
  QRectF knob(0, 0, 16, 16);
  knob.moveCenter(handle.center());
  DrawRound(painter, knob, 8, t.accent, t.bg);
  if (option.state.testFlag(State_HasFocus)) DrawFocusRing(knob.adjusted(-4, -4, 4, 4), 12, painter);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
  const Tokens& t = theme_.tokens();
  switch (element) {
    case PE_PanelButtonCommand:
      return DrawButton(*option, *painter, widget);
    case PE_PanelButtonTool:
      return DrawToolButton(*option, *painter);
    case PE_PanelLineEdit: {
      const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
      if (frame != nullptr && frame->lineWidth > 0) DrawField(*option, *painter);
      return;
    }
    case PE_IndicatorRadioButton:
      return DrawRadio(*option, *painter);
    case PE_FrameFocusRect:
      if (option->state.testFlag(State_KeyboardFocusChange)) DrawFocusRing(option->rect, 6, *painter);
      return;
    case PE_FrameMenu:
    case PE_PanelMenu:
    case PE_PanelTipLabel:
      // Windows of their own: round corners would need a compositor.
      painter->fillRect(option->rect, t.popup);
      painter->setPen(t.control);
      painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
      return;
    case PE_FrameTabBarBase:
    case PE_PanelScrollAreaCorner:
    case PE_FrameLineEdit:
      return;
    default:
      QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
  if (element == CE_MenuItem) return DrawMenuItem(*option, *painter);
  if (element == CE_Splitter) {
    painter->fillRect(option->rect, theme_.tokens().border);
    return;
  }
  if (element == CE_PushButtonLabel && IsFilled(widget)) {
    auto button = *static_cast<const QStyleOptionButton*>(option);
    const bool enabled = button.state.testFlag(State_Enabled);
    button.palette.setColor(QPalette::ButtonText, enabled ? theme_.tokens().on_accent : theme_.tokens().text3);
    QProxyStyle::drawControl(element, &button, painter, widget);
    return;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
  if (control == CC_ScrollBar) return DrawScrollBar(*option, *painter, widget);
  if (control == CC_Slider) return DrawSlider(*option, *painter, widget);
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const {
  if (control != CC_ScrollBar) return QProxyStyle::subControlRect(control, option, part, widget);
  const auto& bar = *static_cast<const QStyleOptionSlider*>(option);
  const bool upright = bar.orientation == Qt::Vertical;
  const int length = upright ? bar.rect.height() : bar.rect.width();
  const qint64 range = qint64{bar.maximum} - bar.minimum;
  const auto wanted = static_cast<int>(qint64{length} * bar.pageStep / std::max<qint64>(1, range + bar.pageStep));
  const int size = range == 0 ? length : std::clamp(wanted, std::min(40, length), length);
  const int start =
      sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - size, bar.upsideDown);
  const auto piece = [&](int from, int count) {
    return upright ? QRect(bar.rect.left(), bar.rect.top() + from, bar.rect.width(), count)
                   : QRect(bar.rect.left() + from, bar.rect.top(), count, bar.rect.height());
  };
  switch (part) {
    case SC_ScrollBarSlider:
      return piece(start, size);
    case SC_ScrollBarGroove:
      return bar.rect;
    case SC_ScrollBarSubPage:
      return piece(0, start);
    case SC_ScrollBarAddPage:
      return piece(start + size, length - start - size);
    default:
      return {};
  }
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
  if (element == SE_LineEditContents) {
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    return frame != nullptr && frame->lineWidth > 0 ? rect.adjusted(6, 0, -6, 0) : rect;
  }
  return QProxyStyle::subElementRect(element, option, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
  switch (type) {
    case CT_PushButton: {
      const QSize usual = QProxyStyle::sizeFromContents(type, option, size, widget);
      return {std::max(usual.width() + 12, 72), theme_.Scaled(34)};
    }
    case CT_LineEdit:
      return {size.width(), std::max(size.height(), theme_.Scaled(36))};
    case CT_MenuItem: {
      const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
      if (item != nullptr && item->menuItemType == QStyleOptionMenuItem::Separator) return {size.width(), 9};
      return {size.width() + 56, theme_.Scaled(32)};
    }
    default:
      return QProxyStyle::sizeFromContents(type, option, size, widget);
  }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
    case PM_ScrollBarExtent:
      return kScrollBar;
    case PM_SplitterWidth:
      return 1;
    case PM_MenuPanelWidth:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
      return 0;
    case PM_MenuVMargin:
      return 4;
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
      return 18;
    case PM_SliderThickness:
    case PM_SliderLength:
      return 26;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
  switch (hint) {
    case SH_EtchDisabledText:
    case SH_ItemView_ArrowKeysNavigateIntoChildren:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Widget_Animate:
      return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition:
      return 1;
    case SH_ToolTip_WakeUpDelay:
      return 500;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

void Style::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (qobject_cast<QPushButton*>(widget) != nullptr || qobject_cast<QToolButton*>(widget) != nullptr) {
    widget->setAttribute(Qt::WA_Hover);
  }
}

void InstallTheme(Theme& theme) {
  const auto apply = [&theme] {
    QApplication::setPalette(theme.Palette());
    QApplication::setFont(theme.Font(TextKind::kBody));
    QToolTip::setPalette(theme.Palette());
    QToolTip::setFont(theme.Font(TextKind::kSecondary));
  };
  QApplication::setStyle(new Style(theme));
  QObject::connect(&theme, &Theme::Changed, qApp, apply);
  apply();
}

}  // namespace conclave::desktop
