#ifndef CONCLAVE_CLIENT_QT_UI_THEME_SYSTEM_APPEARANCE_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_SYSTEM_APPEARANCE_H_

#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace conclave::desktop {

// Whether the desktop prefers dark windows: from the settings portal, which also tells of changes; until it answers,
// and where there is none, from the lightness of the palette the program started with. Never waits. Lives on the GUI's
// thread; owned by app/.
class SystemAppearance : public QObject {
  Q_OBJECT

 public:
  explicit SystemAppearance(QObject* parent = nullptr);

  [[nodiscard]] bool dark() const { return dark_; }

 Q_SIGNALS:
  void Changed(bool dark);

 private Q_SLOTS:
  void OnSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

 private:
  void AskPortal();
  // 1: dark, 2: light; anything else is no preference.
  void TakePreference(uint preference);

  bool dark_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_SYSTEM_APPEARANCE_H_
