#ifndef CONCLAVE_TESTS_CLIENT_QT_UI_WINDOW_HARNESS_H_
#define CONCLAVE_TESTS_CLIENT_QT_UI_WINDOW_HARNESS_H_

#include <QApplication>
#include <QTest>
#include <QUrl>
#include <vector>

#include "client-qt/app/demo/demo_clock.h"
#include "client-qt/app/demo/demo_session.h"
#include "client-qt/ui/composer/composer.h"
#include "client-qt/ui/shell/main_window.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_view.h"
#include "tests/client-qt/support/wait.h"

namespace conclave::desktop {

// Time that a test decides.
class TestClock : public Clock {
 public:
  [[nodiscard]] TimeUs NowUs() const override { return DemoClock::kNow + absl::ToInt64Microseconds(since_); }
  [[nodiscard]] absl::Duration Monotonic() const override { return since_; }
  void Advance(absl::Duration time) { since_ += time; }

 private:
  absl::Duration since_ = absl::ZeroDuration();
};

// A shown window over a session of fixtures with two rooms, and what a person does with it.
class WindowHarness {
 public:
  WindowHarness() {
    session.Begin(room);
    session.Begin(other);
    for (int i = 0; i < 3; ++i)
      session.Say(room, i == 1 ? Tomas() : Ines(), QStringLiteral("message number %1").arg(i), 600 + i);
    session.Timeline(room).SetReadUpTo(3);
    window.OpenRoom(room);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) qWarning("the window does not become active");
  }

  static QString Ines() { return QStringLiteral("Ines Duarte"); }
  static QString Tomas() { return QStringLiteral("Tomas Novak"); }

  template <typename T>
  T& Find(const char* name) {
    T* found = window.findChild<T*>(QString::fromLatin1(name));
    if (found == nullptr) qFatal("there is no '%s'", name);
    return *found;
  }
  [[nodiscard]] bool Has(const char* name) const {
    const QWidget* found = window.findChild<QWidget*>(QString::fromLatin1(name));
    return found != nullptr && found->isVisible();
  }
  // To whoever has the keyboard.
  static void Press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
  }
  static void Type(const char* text) { QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(text)); }
  static QString Focused() {
    return QApplication::focusWidget() == nullptr ? QString() : QApplication::focusWidget()->objectName();
  }
  [[nodiscard]] bool Asked(const char* what) const { return session.asked().contains(QString::fromUtf8(what)); }

  Theme theme;
  TestClock clock;
  std::vector<QUrl> opened;
  DemoSession session{QStringLiteral("Maya Rossi")};
  const RoomId room = session.AddRoom(QStringLiteral("alpha"), RoomKind::kPublic);
  const RoomId other = session.AddRoom(QStringLiteral("beta"), RoomKind::kPublic);
  MainWindow window{session, theme,
                    WindowPlaces{.clock = clock, .zone = QTimeZone::utc(), .open_url = [this](const QUrl& url) {
                                   opened.push_back(url);
                                 }}};
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_UI_WINDOW_HARNESS_H_
