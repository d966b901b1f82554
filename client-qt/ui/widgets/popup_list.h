#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_POPUP_LIST_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_POPUP_LIST_H_

class QAbstractItemView;

namespace conclave::desktop {

class Theme;

// Gives a list on a sheet the sheet's ground, and the next theme's when that comes. The theme outlives the list.
void StandOnPopup(QAbstractItemView& list, const Theme& theme);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_POPUP_LIST_H_
