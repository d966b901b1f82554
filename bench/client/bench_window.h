#ifndef CONCLAVE_BENCH_CLIENT_BENCH_WINDOW_H_
#define CONCLAVE_BENCH_CLIENT_BENCH_WINDOW_H_

#include <memory>

#include "bench/client/bench_options.h"
#include "bench/client/frame_clock.h"
#include "client-qt/app/live_window.h"
#include "client-qt/app/options.h"
#include "client-qt/app/profile.h"
#include "client-qt/ui/shell/main_window.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_view.h"

namespace conclave::desktop {

// The size everything is measured at.
inline constexpr QSize kBenchSize(1280, 800);

// The window of the program `conclave` on a profile, shown and active, made as the program makes it. Lives on the GUI's
// thread.
class BenchWindow {
 public:
  // `argc` and `argv` outlive this. Ends the process when the identity or the profile cannot be used.
  BenchWindow(int& argc, char** argv, const BenchOptions& options);

  [[nodiscard]] FrameClock& frames() { return frames_; }
  [[nodiscard]] MainWindow& window() { return *main_window_; }
  [[nodiscard]] TimelineView& timeline() { return main_window_->timeline(); }
  [[nodiscard]] TimelineEngine& engine() { return timeline().engine(); }

  // All messages in view have their texts.
  [[nodiscard]] bool ShowsTexts();
  // Until the room's whole story, `messages` long, can be scrolled in.
  void WaitForStory(int messages);
  void Wheel(int angle);

 private:
  // Above the application, whose style asks it to the end.
  Theme theme_;
  FrameClock frames_;
  Options options_;
  std::unique_ptr<Profile> profile_;
  std::unique_ptr<LiveWindow> live_;
  MainWindow* main_window_ = nullptr;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_BENCH_WINDOW_H_
