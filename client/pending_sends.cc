#include "client/pending_sends.h"

#include <algorithm>
#include <utility>

namespace conclave::client {

void PendingSends::Push(PendingSend send) {
  const Place place = ++last_;
  places_.emplace(send.command, place);
  sends_.emplace(place, Entry{.send = std::move(send)});
}

const PendingSend* PendingSends::Find(const CommandId& command) const {
  const auto found = places_.find(command);
  return found == places_.end() ? nullptr : At(found->second);
}

std::map<PendingSends::Place, PendingSends::Entry>::const_iterator PendingSends::FindNext() const {
  auto it = sends_.lower_bound(next_);
  while (it != sends_.end() && it->second.offered == round_) ++it;
  return it;
}

const PendingSend* PendingSends::Next() const {
  const auto found = FindNext();
  return found == sends_.end() ? nullptr : &found->second.send;
}

PendingSends::Place PendingSends::MarkOffered() {
  const Place place = FindNext()->first;
  sends_.at(place).offered = round_;
  next_ = place + 1;
  return place;
}

const PendingSend* PendingSends::At(Place place) const {
  const auto found = sends_.find(place);
  return found == sends_.end() ? nullptr : &found->second.send;
}

void PendingSends::Remove(Place place) {
  const auto found = sends_.find(place);
  if (found == sends_.end()) return;
  places_.erase(found->second.send.command);
  sends_.erase(found);
}

void PendingSends::CallBack(Place place) {
  const auto found = sends_.find(place);
  if (found == sends_.end()) return;
  found->second.offered = 0;
  next_ = std::min(next_, place);
}

void PendingSends::CallBackAll() {
  ++round_;
  next_ = 0;
}

}  // namespace conclave::client
