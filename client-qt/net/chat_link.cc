#include "client-qt/net/chat_link.h"

#include <utility>

#include "absl/time/clock.h"

namespace conclave::desktop {
namespace {

// Longer than any call may take.
constexpr absl::Duration kLastTimeout = absl::Seconds(30);

}  // namespace

ChatLink::ChatLink(client::Identity identity, LinkOptions options, Mailbox& mailbox, LinkListener& listener)
    : identity_(std::move(identity)),
      options_(std::move(options)),
      observer_(identity_.user_id, mailbox, listener,
                [this](bool paused) { RunChat([paused](client::Chat& chat) { chat.PauseReading(paused); }); }),
      calls_("calls", identity_.user_id, mailbox),
      background_calls_("calls-back", identity_.user_id, mailbox),
      chat_thread_("chat") {}

ChatLink::~ChatLink() { Finish(kLastTimeout); }

void ChatLink::RunChat(std::function<void(client::Chat&)> action) {
  chat_thread_.Post([this, action = std::move(action)] {
    if (chat_ != nullptr) action(*chat_);
  });
}

void ChatLink::Start(std::uint64_t store_epoch) {
  chat_thread_.Post([this, store_epoch] {
    auto connection = std::make_shared<client::Connection>(identity_, options_.channel);
    const auto calls = std::make_shared<client::Calls>(connection, options_.calls);
    calls_.Use(calls);
    background_calls_.Use(calls);
    client::ChatOptions options = options_.chat;
    options.stream.store_epoch = store_epoch;
    chat_ = std::make_unique<client::Chat>(std::move(connection), std::move(options), observer_);
    chat_->Start();
  });
}

void ChatLink::Attach(RoomId room, Seq after) {
  // A conversation that is over attaches nothing, and says so by its state.
  RunChat([room, after](client::Chat& chat) { chat.Attach(room, after).IgnoreError(); });
}

void ChatLink::Detach(RoomId room) {
  RunChat([room](client::Chat& chat) { chat.Detach(room); });
}

void ChatLink::Send(RoomId room, const CommandId& command, const QString& text) {
  RunChat([this, room, command, text = text.toStdString()](client::Chat& chat) {
    const absl::StatusOr<CommandId> sent = chat.Send(room, text, command);
    const std::optional<v1::Error> error = client::TypedError(sent.status());
    // Without a reason the conversation is over, and the message waits for the next one.
    if (error) observer_.OnRefused({.command = command, .room = room, .error = *error});
  });
}

void ChatLink::RetryNow() {
  RunChat([](client::Chat& chat) { chat.RetryNow(); });
}

bool ChatLink::Finish(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  chat_thread_.Post([this] {
    calls_.Cancel();
    background_calls_.Cancel();
    if (chat_ != nullptr) chat_->Shutdown();
    chat_.reset();
  });
  bool ended = chat_thread_.Finish(timeout);
  for (ServerCalls* calls : {&calls_, &background_calls_}) {
    ended = calls->Finish(deadline - absl::Now()) && ended;
  }
  return ended;
}

}  // namespace conclave::desktop
