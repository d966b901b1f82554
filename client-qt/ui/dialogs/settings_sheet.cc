#include "client-qt/ui/dialogs/settings_sheet.h"

#include <QHBoxLayout>
#include <QRadioButton>
#include <QSettings>
#include <QSlider>
#include <QVBoxLayout>

#include "client-qt/ui/widgets/label.h"

namespace conclave::desktop {
namespace {

constexpr int kStep = 5;

QString ThemeKey() { return QStringLiteral("look/theme"); }
QString TextKey() { return QStringLiteral("look/textPercent"); }

}  // namespace

SettingsSheet::SettingsSheet(Theme& theme, QWidget& window, QSettings* settings)
    : Sheet(theme, window, QStringLiteral("settingsSheet"), tr("Settings")),
      look_(theme),
      settings_(settings),
      slider_(new QSlider(Qt::Horizontal)),
      percent_(new Label(theme, TextKind::kBody, &Tokens::text)) {
  SetCardWidth(460);
  AddSection(tr("Theme"));
  AddTheme(ThemeChoice::kSystem, QStringLiteral("themeSystem"), tr("As the system"));
  AddTheme(ThemeChoice::kLight, QStringLiteral("themeLight"), tr("Light"));
  AddTheme(ThemeChoice::kDark, QStringLiteral("themeDark"), tr("Dark"));
  body().addSpacing(8);
  AddSection(tr("Text size"));
  AddTextSize();
}

void SettingsSheet::AddSection(const QString& text) {
  auto* label = new Label(theme(), TextKind::kSection, &Tokens::text3);
  label->SetText(text);
  body().addWidget(label);
}

void SettingsSheet::AddTheme(ThemeChoice choice, const QString& object_name, const QString& text) {
  auto* button = new QRadioButton(text);
  button->setObjectName(object_name);
  button->setChecked(look_.choice() == choice);
  if (button->isChecked()) first_ = button;
  body().addWidget(button);
  connect(button, &QRadioButton::toggled, this, [this, choice](bool on) {
    if (!on) return;
    look_.SetChoice(choice);
    if (settings_ != nullptr) settings_->setValue(ThemeKey(), static_cast<int>(choice));
  });
}

void SettingsSheet::AddTextSize() {
  slider_->setObjectName(QStringLiteral("textSize"));
  slider_->setAccessibleName(tr("Text size in percent"));
  slider_->setRange(Theme::kSmallestPercent / kStep, Theme::kLargestPercent / kStep);
  slider_->setValue(look_.text_percent() / kStep);
  percent_->SetText(tr("%1 %").arg(look_.text_percent()));
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  row->addWidget(slider_, 1);
  row->addWidget(percent_);
  body().addLayout(row);
  connect(slider_, &QSlider::valueChanged, this, [this](int steps) { SetPercent(steps * kStep); });
}

void SettingsSheet::SetPercent(int percent) {
  percent_->SetText(tr("%1 %").arg(percent));
  look_.SetTextPercent(percent);
  if (settings_ != nullptr) settings_->setValue(TextKey(), percent);
}

void SettingsSheet::Start() { Open(first_); }

void RestoreLook(const QSettings& settings, Theme& theme) {
  const int choice = settings.value(ThemeKey(), 0).toInt();
  if (choice >= 0 && choice <= static_cast<int>(ThemeChoice::kDark)) theme.SetChoice(static_cast<ThemeChoice>(choice));
  theme.SetTextPercent(settings.value(TextKey(), 100).toInt());
}

}  // namespace conclave::desktop
