#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_WELCOME_PAGE_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_WELCOME_PAGE_H_

#include "client-qt/ui/widgets/empty_state.h"

namespace conclave::desktop {

// The window while there is no identity: how to get one. Lives on the GUI's thread; owned by app/.
class WelcomePage : public EmptyState {
  Q_OBJECT

 public:
  explicit WelcomePage(const Theme& theme, QWidget* parent = nullptr);
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_WELCOME_PAGE_H_
