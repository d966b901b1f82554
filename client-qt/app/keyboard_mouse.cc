#include "client-qt/app/keyboard_mouse.h"

#include <QApplication>
#include <QKeyEvent>
#include <QKeySequence>
#include <QMouseEvent>
#include <QShortcut>
#include <QWidget>

namespace conclave::desktop {
namespace {

void Stroke(QWidget& control, int key, Qt::KeyboardModifiers modifiers, const QString& text) {
  // As the window system does it: a shortcut comes before the key.
  QKeyEvent shortcut(QEvent::ShortcutOverride, key, modifiers, text);
  shortcut.ignore();
  QApplication::sendEvent(&control, &shortcut);
  QKeyEvent press(QEvent::KeyPress, key, modifiers, text);
  QApplication::sendEvent(&control, &press);
  QKeyEvent release(QEvent::KeyRelease, key, modifiers, text);
  QApplication::sendEvent(&control, &release);
}

}  // namespace

QWidget* FindControl(const QString& name) {
  for (QWidget* widget : QApplication::allWidgets()) {
    if (widget->objectName() == name && widget->isVisible()) return widget;
  }
  return nullptr;
}

void Click(QWidget& control) {
  const QPointF where = QRectF(control.rect()).center();
  const QPointF on_screen = control.mapToGlobal(where);
  QMouseEvent press(QEvent::MouseButtonPress, where, on_screen, Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&control, &press);
  QMouseEvent release(QEvent::MouseButtonRelease, where, on_screen, Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
  QApplication::sendEvent(&control, &release);
}

void Type(QWidget& control, const QString& text) {
  control.setFocus();
  for (const QChar character : text) {
    if (character == u'\n') {
      Stroke(control, Qt::Key_Return, Qt::ShiftModifier, QStringLiteral("\r"));
    } else {
      Stroke(control, 0, Qt::NoModifier, QString(character));
    }
  }
}

bool Press(QWidget& control, const QString& keys) {
  const QKeySequence sequence = QKeySequence::fromString(keys, QKeySequence::PortableText);
  if (sequence.count() != 1 || sequence[0].key() == Qt::Key_unknown) return false;
  // Shortcuts are matched by the window system's side of Qt, which events sent here do not pass.
  for (QShortcut* shortcut : control.window()->findChildren<QShortcut*>()) {
    if (shortcut->key() != sequence || !shortcut->isEnabled()) continue;
    Q_EMIT shortcut->activated();
    return true;
  }
  const QKeyCombination stroke = sequence[0];
  Stroke(control, stroke.key(), stroke.keyboardModifiers(), {});
  return true;
}

}  // namespace conclave::desktop
