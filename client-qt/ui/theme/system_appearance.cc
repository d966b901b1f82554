#include "client-qt/ui/theme/system_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QPalette>

namespace conclave::desktop {
namespace {

QString Service() { return QStringLiteral("org.freedesktop.portal.Desktop"); }
QString Path() { return QStringLiteral("/org/freedesktop/portal/desktop"); }
QString Interface() { return QStringLiteral("org.freedesktop.portal.Settings"); }
QString Group() { return QStringLiteral("org.freedesktop.appearance"); }
QString Key() { return QStringLiteral("color-scheme"); }

// The portal wraps the value once more than it says.
QVariant Unwrapped(QVariant value) {
  while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  return value;
}

bool PaletteIsDark() { return QGuiApplication::palette().color(QPalette::Window).lightness() < 128; }

}  // namespace

SystemAppearance::SystemAppearance(QObject* parent) : QObject(parent), dark_(PaletteIsDark()) { AskPortal(); }

void SystemAppearance::AskPortal() {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  bus.connect(Service(), Path(), Interface(), QStringLiteral("SettingChanged"), this,
              SLOT(OnSettingChanged(QString, QString, QDBusVariant)));
  QDBusMessage call = QDBusMessage::createMethodCall(Service(), Path(), Interface(), QStringLiteral("Read"));
  call << Group() << Key();
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
    done->deleteLater();
    const QDBusPendingReply<QDBusVariant> reply = *done;
    if (!reply.isError()) TakePreference(Unwrapped(reply.value().variant()).toUInt());
  });
}

void SystemAppearance::OnSettingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group == Group() && key == Key()) TakePreference(Unwrapped(value.variant()).toUInt());
}

void SystemAppearance::TakePreference(uint preference) {
  if (preference != 1 && preference != 2) return;
  const bool dark = preference == 1;
  if (dark == dark_) return;
  dark_ = dark;
  Q_EMIT Changed(dark_);
}

}  // namespace conclave::desktop
