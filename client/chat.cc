#include "client/chat.h"

#include <utility>

#include "client/chat_engine.h"

namespace conclave::client {

Chat::Chat(std::shared_ptr<Connection> connection, ChatOptions options, Observer& observer, const Clock& clock,
           Random& random)
    : engine_(std::make_shared<ChatEngine>(std::move(connection), std::move(options), observer, clock, random)) {}

Chat::~Chat() { engine_->Shutdown(); }

void Chat::Start() { engine_->Start(); }
absl::Status Chat::Attach(RoomId room, std::optional<Seq> after) { return engine_->Attach(room, after); }
void Chat::Detach(RoomId room) { engine_->Detach(room); }
absl::StatusOr<CommandId> Chat::Send(RoomId room, std::string text, std::optional<CommandId> command) {
  return engine_->Send(room, std::move(text), command);
}
void Chat::Ping() { engine_->Ping(); }
void Chat::RetryNow() { engine_->RetryNow(); }
void Chat::HalfClose() { engine_->HalfClose(); }
void Chat::Shutdown() { engine_->Shutdown(); }
State Chat::GetState() const { return engine_->GetState(); }
StreamCounts Chat::Counts() const { return engine_->Counts(); }
bool Chat::WaitOnline(absl::Duration timeout) { return engine_->WaitOnline(timeout); }
bool Chat::WaitIdle(absl::Duration timeout) { return engine_->WaitIdle(timeout); }
bool Chat::WaitStopped(absl::Duration timeout) { return engine_->WaitStopped(timeout); }
void Chat::PauseReading(bool paused) { engine_->PauseReading(paused); }
void Chat::DropStreamForTest() { engine_->DropStreamForTest(); }

}  // namespace conclave::client
