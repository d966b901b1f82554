#ifndef CONCLAVE_CLI_CONVERSATION_H_
#define CONCLAVE_CLI_CONVERSATION_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "cli/context.h"
#include "cli/inbox.h"
#include "cli/line_reader.h"
#include "client/chat.h"

namespace conclave::cli {

// From here on the signals that end the program (SIGINT, SIGTERM) wait to be taken by a conversation. Before any thread
// is made, so that all inherit it.
void HoldEndingSignals();

// A verb that talks: what it does with what happens, all on the main thread.
class Conversation {
 public:
  explicit Conversation(Context& context);
  virtual ~Conversation() = default;

  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // Talks until Stop; the exit code.
  int Run();

 protected:
  virtual void OnOnline() {}
  virtual void OnEvent(const v1::RoomEvent& /*event*/) {}
  virtual void OnGap(const v1::Gap& /*gap*/) {}
  virtual void OnCaughtUp(const v1::CaughtUp& /*caught_up*/) {}
  virtual void OnAttachRefused(const client::AttachRefused& /*refused*/) {}
  virtual void OnEpochChanged(const client::EpochChanged& /*change*/) {}
  virtual void OnAcked(const client::Acked& /*ack*/) {}
  virtual void OnRefused(const client::Refused& /*refused*/) {}
  // Everything was said and answered, after HalfClose.
  virtual void OnFinished() {}
  // The server has been away for longer than Patience().
  virtual void OnOutOfPatience() {}
  virtual void OnSignal() { Stop(0); }

  [[nodiscard]] virtual bool WantsLines() const { return false; }
  virtual void OnLine(std::string /*line*/) {}
  virtual void OnLinesEnd() {}
  [[nodiscard]] virtual absl::Duration Patience() const { return absl::InfiniteDuration(); }

  void Stop(int code) {
    if (!code_) code_ = code;
  }
  [[nodiscard]] bool stopped() const { return code_.has_value(); }
  client::Chat& chat() { return chat_; }
  Context& context() { return context_; }

 private:
  struct Dispatch;

  void Take(const client::State& state);
  void TakeAll();
  void TakeLines();
  // Waits for the next thing to happen.
  void Wait();
  [[nodiscard]] absl::Duration LeftOfPatience() const;

  Context& context_;
  Inbox inbox_;
  client::Chat chat_;
  LineReader lines_;
  const int signals_;
  bool ever_online_ = false;
  bool lines_ended_ = false;
  // Monotonic moment since when the server is away.
  std::optional<absl::Duration> away_since_;
  std::optional<int> code_;
};

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_CONVERSATION_H_
