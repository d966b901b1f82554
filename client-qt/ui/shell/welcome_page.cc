#include "client-qt/ui/shell/welcome_page.h"

namespace conclave::desktop {

WelcomePage::WelcomePage(const Theme& theme, QWidget* parent) : EmptyState(theme, Icon::kKey, parent) {
  setObjectName(QStringLiteral("welcome"));
  setWindowTitle(tr("Conclave"));
  setMinimumSize(720, 480);
  SetTexts(
      tr("You have no identity yet"),
      tr("A certificate says who you are; there is no password. Ask the person who runs your server for an identity "
         "folder, then start Conclave with it:"));
  SetCommand(QStringLiteral("conclave --identity FOLDER --server HOST:PORT"));
}

}  // namespace conclave::desktop
