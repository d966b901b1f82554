#include "client-qt/ui/timeline/layout_cache.h"

namespace conclave::desktop {

const MessageLayout* LayoutCache::Find(const MessageKey& key) {
  const auto place = places_.find(key);
  if (place == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, place->second);
  return place->second->layout.get();
}

const MessageLayout& LayoutCache::Put(const MessageKey& key, std::unique_ptr<MessageLayout> layout) {
  Drop(key);
  if (entries_.size() == kCapacity) {
    places_.erase(entries_.back().key);
    entries_.pop_back();
  }
  entries_.push_front({key, std::move(layout)});
  places_[key] = entries_.begin();
  return *entries_.front().layout;
}

void LayoutCache::Drop(const MessageKey& key) {
  const auto place = places_.find(key);
  if (place == places_.end()) return;
  entries_.erase(place->second);
  places_.erase(place);
}

void LayoutCache::Clear() {
  places_.clear();
  entries_.clear();
}

}  // namespace conclave::desktop
