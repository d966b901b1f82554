#include "tests/support/library_client.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/core/refusal.h"
#include "tests/support/caller.h"
#include "tests/support/patience.h"

namespace conclave::testing {

LibraryClient::LibraryClient(const Identity& identity, const std::string& address, History& history)
    : LibraryClient(identity, address, history, Haste()) {}

LibraryClient::LibraryClient(const Identity& identity, const std::string& address, History& history, const Haste& haste)
    : witness_(history.AddWitness(absl::StrCat(identity.user_name, " (library)"), identity.user, identity.device)) {
  auto loaded = client::LoadIdentity(identity.directory, SystemClock().NowUs());
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  auto connection = std::make_shared<client::Connection>(
      *loaded, client::ChannelOptions{.target = address, .connect_timeout = haste.connect_timeout});
  client::ChatOptions options;
  options.stream.welcome_timeout = haste.welcome_timeout;
  options.backoff.base = absl::Milliseconds(20);
  options.backoff.cap = absl::Milliseconds(500);
  chat_ = std::make_unique<client::Chat>(std::move(connection), options, *this);
  chat_->Start();
  EXPECT_TRUE(chat_->WaitOnline(Patience())) << name();
}

LibraryClient::~LibraryClient() { chat_->Shutdown(); }

void LibraryClient::Attaches(RoomId room) {
  witness_.Note(record::Starts{room, 0});
  EXPECT_TRUE(chat_->Attach(room, Seq{0}).ok());
}

void LibraryClient::Sends(RoomId room, const std::string& text) {
  const std::string id = NewCommandId();
  witness_.Note(record::Sent{id, room, text});
  for (;;) {
    const std::size_t acks = this->acks();
    const auto queued = chat_->Send(room, text, CommandId::FromBytes(id));
    if (queued.ok()) return;
    ASSERT_EQ(ErrorFrom(queued.status()).reason(), v1::REASON_LIMIT_REACHED) << queued.status();
    WaitsFor("a place", [&] { return this->acks() > acks; });
  }
}

void LibraryClient::HasAllAnswers() { EXPECT_TRUE(chat_->WaitIdle(Patience())) << name(); }

void LibraryClient::Sees(RoomId room, const std::string& text) {
  WaitsFor(text, [&] {
    MutexLock lock(mu_);
    return texts_.contains({room, text});
  });
}

void LibraryClient::WaitsFor(const std::string& what, const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + Patience();
  while (!condition()) {
    if (absl::Now() > deadline) throw std::runtime_error(absl::StrCat(name(), " waited for ", what));
    MutexLock lock(mu_);
    changed_.WaitFor(mu_, absl::Milliseconds(100));
  }
}

void LibraryClient::OnStateChanged(const client::State& state) {
  if (state.phase == client::Phase::kConnecting) witness_.Note(record::Opened{});
  if (state.phase != client::Phase::kWaiting) return;
  witness_.Note(record::Closed{});
  ++losses_;
}

void LibraryClient::OnAttached(const v1::Attached& attached) {
  witness_.Note(record::Attached{RoomId(attached.room_id()), attached.from_seq()});
}

void LibraryClient::OnRoomEvent(v1::RoomEvent&& event) {
  // The witness first: who sees the text may look at once whether everything is there.
  witness_.Note(record::Received{event});
  if (!event.has_message()) return;
  MutexLock lock(mu_);
  texts_.insert({RoomId(event.room_id()), event.message().text()});
  changed_.SignalAll();
}

void LibraryClient::OnGap(const v1::Gap& gap) {
  witness_.Note(record::Gap{RoomId(gap.room_id()), gap.from_seq(), gap.to_seq(), gap.reason()});
}

void LibraryClient::OnCaughtUp(const v1::CaughtUp& caught_up) {
  witness_.Note(record::CaughtUp{RoomId(caught_up.room_id()), caught_up.seq()});
}

void LibraryClient::OnDetached(RoomId room) { witness_.Note(record::Detached{room}); }

void LibraryClient::OnAck(const client::Acked& ack) {
  witness_.Note(record::Acked{std::string(ack.command.bytes()), ack.room, ack.seq, ack.time});
  ++acks_;
  changed_.SignalAll();
}

void LibraryClient::OnRefused(const client::Refused& refused) {
  ADD_FAILURE() << name() << " was refused: " << refused.error.ShortDebugString();
}

void LibraryClient::OnViolation(std::string_view text) {
  ADD_FAILURE() << name() << " saw the contract broken: " << text;
}

}  // namespace conclave::testing
