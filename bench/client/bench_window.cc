#include "bench/client/bench_window.h"

#include <QWheelEvent>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "client-qt/ui/dialogs/settings_sheet.h"
#include "client-qt/ui/theme/style.h"
#include "client-qt/ui/theme/system_appearance.h"
#include "client/identity.h"
#include "server/core/clock.h"

namespace conclave::desktop {
namespace {

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "conclave_bench_client: %s\n", why.c_str());
  std::exit(1);
}

client::Identity IdentityOf(const BenchOptions& options) {
  absl::StatusOr<client::Identity> identity = client::LoadIdentity(options.identity, SystemClock().NowUs());
  if (!identity.ok()) Die(std::string(identity.status().message()));
  if (!options.server.empty()) identity->server = options.server;
  return *std::move(identity);
}

MainWindow* FindMainWindow() {
  for (QWidget* widget : QApplication::topLevelWidgets()) {
    if (auto* found = qobject_cast<MainWindow*>(widget)) return found;
  }
  Die("there is no window");
}

}  // namespace

BenchWindow::BenchWindow(int& argc, char** argv, const BenchOptions& options) : frames_(argc, argv) {
  const SystemAppearance system;
  theme_.SetSystemDark(system.dark());
  InstallTheme(theme_);
  options_.size = kBenchSize;
  const client::Identity identity = IdentityOf(options);
  profile_ = std::make_unique<Profile>(options.profile);
  if (profile_->Take() != Profile::Hold::kHeld) Die("the profile cannot be used");
  RestoreLook(profile_->settings(), theme_);
  live_ = std::make_unique<LiveWindow>(*profile_, identity, theme_, options_);
  if (!live_->Open()) Die("the window cannot be opened");
  main_window_ = FindMainWindow();
  main_window_->activateWindow();
}

bool BenchWindow::ShowsTexts() {
  if (engine().rows() == 0) return false;
  for (int row = engine().RowAt(0); row < engine().rows() && engine().RowTop(row) < engine().view().height(); ++row) {
    if (engine().model()->At(row).document->blocks.empty()) return false;
  }
  return true;
}

void BenchWindow::WaitForStory(int messages) {
  FrameClock::RunUntil([&] {
    TimelineModel* model = timeline().model();
    if (model == nullptr) return false;
    if (model->rowCount() < messages && model->canFetchMore({})) model->fetchMore({});
    return model->rowCount() >= messages;
  });
  FrameClock::RunUntil([&] { return ShowsTexts(); });
}

void BenchWindow::Wheel(int angle) {
  QWidget* viewport = timeline().viewport();
  const QPointF middle = QRectF(viewport->rect()).center();
  QWheelEvent event(middle, viewport->mapToGlobal(middle), {}, {0, angle}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(viewport, &event);
}

}  // namespace conclave::desktop
