#ifndef CONCLAVE_CLIENT_QT_NET_CHAT_LINK_H_
#define CONCLAVE_CLIENT_QT_NET_CHAT_LINK_H_

#include <QString>
#include <cstdint>
#include <memory>

#include "client-qt/core/mailbox.h"
#include "client-qt/core/task_thread.h"
#include "client-qt/net/link_observer.h"
#include "client-qt/net/server_calls.h"
#include "client/chat.h"
#include "client/identity.h"

namespace conclave::desktop {

struct LinkOptions {
  client::ChannelOptions channel;
  client::ChatOptions chat;
  client::CallOptions calls;
};

// The way to the server: one connection with a conversation and the calls beside it. Nothing here blocks: the
// conversation is made, used and ended on a thread of its own, so that no reaction of it ever runs on the GUI's. Used
// on the GUI's thread; owned by the session.
class ChatLink {
 public:
  // Mailbox and listener outlive this.
  ChatLink(client::Identity identity, LinkOptions options, Mailbox& mailbox, LinkListener& listener);
  ~ChatLink();

  ChatLink(const ChatLink&) = delete;
  ChatLink& operator=(const ChatLink&) = delete;

  // Connects. `store_epoch`: that of the numbers kept from before; 0: none are kept.
  void Start(std::uint64_t store_epoch);
  void Attach(RoomId room, Seq after);
  void Detach(RoomId room);
  // In the order of the calls. Answered by OnAcked or OnRefused.
  void Send(RoomId room, const CommandId& command, const QString& text);
  void RetryNow();

  // What a person asked for and waits for.
  [[nodiscard]] ServerCalls& calls() { return calls_; }
  // What the session needs by itself: rooms, names, pages of history.
  [[nodiscard]] ServerCalls& background_calls() { return background_calls_; }

  // Ends the conversation; the listener is not told anything once the mailbox is closed. False when a call or the end
  // of the stream needs longer than the timeout: then the destructor waits for it.
  bool Finish(absl::Duration timeout);

 private:
  void RunChat(std::function<void(client::Chat&)> action);

  const client::Identity identity_;
  const LinkOptions options_;
  LinkObserver observer_;

  // Only touched on the chat's thread.
  std::unique_ptr<client::Chat> chat_;

  ServerCalls calls_;
  ServerCalls background_calls_;
  // Last, so that its tasks find the rest.
  TaskThread chat_thread_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_NET_CHAT_LINK_H_
