#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_CONTACT_SHEET_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_CONTACT_SHEET_H_

#include <QString>

namespace conclave::desktop {

class Theme;

// Draws every scene light, dark and in the smallest window into the directory, with sheet.png and index.html that show
// them all. The application's look is that theme. False when something cannot be written.
bool MakeContactSheet(Theme& theme, const QString& directory);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_CONTACT_SHEET_H_
