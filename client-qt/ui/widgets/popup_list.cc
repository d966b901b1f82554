#include "client-qt/ui/widgets/popup_list.h"

#include <QAbstractItemView>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

void StandOnPopup(QAbstractItemView& list, const Theme& theme) {
  const auto dress = [&list, &theme] {
    QPalette palette = list.palette();
    palette.setColor(QPalette::Base, theme.tokens().popup);
    list.setPalette(palette);
  };
  QObject::connect(&theme, &Theme::Changed, &list, dress);
  dress();
}

}  // namespace conclave::desktop
