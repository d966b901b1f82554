#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_ACCESSIBILITY_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_ACCESSIBILITY_H_

namespace conclave::desktop {

// Tells screen readers of what is painted: the timeline's messages, and sheets as dialogs. To be called once an
// application exists; more calls do nothing.
void InstallAccessibility();

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_ACCESSIBILITY_H_
