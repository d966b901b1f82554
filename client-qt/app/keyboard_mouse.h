#ifndef CONCLAVE_CLIENT_QT_APP_KEYBOARD_MOUSE_H_
#define CONCLAVE_CLIENT_QT_APP_KEYBOARD_MOUSE_H_

#include <QString>

class QWidget;

namespace conclave::desktop {

// A person's hands, for RemoteControl. All on the GUI's thread.

// The visible control of that object name, in any window; nullptr: there is none.
QWidget* FindControl(const QString& name);
void Click(QWidget& control);
// Gives the control the focus and presses a key for each character; a line feed is Shift+Enter.
void Type(QWidget& control, const QString& text);
// Presses a key such as "Return" or "Ctrl+K"; false when there is no such key.
bool Press(QWidget& control, const QString& keys);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_KEYBOARD_MOUSE_H_
