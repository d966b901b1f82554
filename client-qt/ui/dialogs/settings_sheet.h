#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_SETTINGS_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_SETTINGS_SHEET_H_

#include "client-qt/ui/widgets/sheet.h"

class QRadioButton;
class QSettings;
class QSlider;

namespace conclave::desktop {

class Label;

// Theme and text size; what is chosen holds at once and is kept. Lives on the GUI's thread; deletes itself.
class SettingsSheet : public Sheet {
  Q_OBJECT

 public:
  // `settings` may be null.
  SettingsSheet(Theme& theme, QWidget& window, QSettings* settings);

  void Start();

 private:
  void AddSection(const QString& text);
  void AddTheme(ThemeChoice choice, const QString& object_name, const QString& text);
  void AddTextSize();
  void SetPercent(int percent);

  Theme& look_;
  QSettings* settings_;
  QRadioButton* first_ = nullptr;
  QSlider* slider_;
  Label* percent_;
};

// Takes the kept look over into the theme.
void RestoreLook(const QSettings& settings, Theme& theme);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_SETTINGS_SHEET_H_
