#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_LAYOUT_CACHE_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_LAYOUT_CACHE_H_

#include <list>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "client-qt/core/message.h"
#include "client-qt/ui/timeline/message_layout.h"

namespace conclave::desktop {

// What a message is known by while rows move: its number, or its command until it has one.
struct MessageKey {
  Seq seq = 0;
  CommandId command;

  bool operator==(const MessageKey&) const = default;
  template <typename H>
  friend H AbslHashValue(H state, const MessageKey& key) {
    return H::combine(std::move(state), key.seq, key.command);
  }
};
inline MessageKey KeyOf(const Message& message) {
  return message.seq != 0 ? MessageKey{.seq = message.seq} : MessageKey{.command = message.command};
}

// The messages laid out most recently, a fixed number at most. Confined to one thread.
class LayoutCache {
 public:
  static constexpr std::size_t kCapacity = 512;

  // Null when it is not kept. Stays valid until kCapacity others were put.
  const MessageLayout* Find(const MessageKey& key);
  const MessageLayout& Put(const MessageKey& key, std::unique_ptr<MessageLayout> layout);
  void Drop(const MessageKey& key);
  void Clear();
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    MessageKey key;
    std::unique_ptr<MessageLayout> layout;
  };

  // The one used last comes first.
  std::list<Entry> entries_;
  absl::flat_hash_map<MessageKey, std::list<Entry>::iterator> places_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_LAYOUT_CACHE_H_
