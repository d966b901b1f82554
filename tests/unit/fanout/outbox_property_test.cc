#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/fanout/outbox.h"
#include "server/fanout/write_batch.h"
#include "tests/client/fake_time.h"
#include "tests/unit/fanout/room_log.h"

namespace conclave::testing {
namespace {

using fanout::Attachment;
using fanout::HiddenRange;
using fanout::Outbox;
using fanout::Outgoing;
using fanout::PageRequest;
using fanout::RoomView;
using fanout::SegmentPtr;

constexpr UserId kReader(7);
constexpr UserId kSomebody(8);
constexpr std::size_t kLargestText = 200;

// One room: its log, who is in it, and what the client has been told of it.
struct ModelRoom {
  explicit ModelRoom(RoomId id) : log(id) {}

  RoomLog log;
  bool open_to_all = false;
  // The reader's memberships: first and last number; the last is 0 while it lasts.
  std::vector<std::pair<Seq, Seq>> memberships;
  // What the shard knows: whether it offers the room.
  bool offered = false;
  // Published and not yet offered.
  std::deque<SegmentPtr> published;

  // What the client knows.
  bool attached = false;
  bool caught_up = false;
  Seq next = 1;
  std::uint64_t request_id = 0;

  [[nodiscard]] bool IsMember() const { return !memberships.empty() && memberships.back().second == 0; }

  [[nodiscard]] RoomView View() const {
    RoomView view{.joined = memberships.back().first, .head = log.head()};
    Seq next_visible = 1;
    for (const auto& [from, to] : memberships) {
      if (!open_to_all && from > next_visible) view.hidden.push_back({.from = next_visible, .to = from - 1});
      next_visible = to + 1;
    }
    return view;
  }
};

// Drives one outbox as a shard, a store and a transport would, at random, and checks every event as a client would.
class Simulation {
 public:
  explicit Simulation(std::uint64_t seed)
      : random_(seed),
        bounds_{.live_bytes = 200 + random_.Below(3000),
                .low_watermark = 100 + random_.Below(400),
                .write_bytes = 30 + random_.Below(1500)},
        page_bytes_(1 + random_.Below(1500)),
        slowness_(1 + random_.Below(8)),
        outbox_(kReader, bounds_) {
    for (std::uint64_t id = 1; id <= 3; ++id) {
      ModelRoom& room = rooms_.emplace_back(RoomId(id));
      room.open_to_all = random_.OneIn(3);
      for (std::uint64_t i = 0; i < random_.Below(5); ++i) room.log.Say(10);
      room.memberships.emplace_back(room.log.Join(kReader), 0);
    }
  }

  void Run(int steps) {
    for (int i = 0; i < steps && !::testing::Test::HasFatalFailure(); ++i) Step();
    Settle();
  }

 private:
  void Step() {
    ModelRoom& room = rooms_[random_.Below(rooms_.size())];
    switch (random_.Below(16)) {
      case 0:
      case 1:
      case 2:
        return Commit(room);
      case 3:
        return random_.OneIn(6) ? ChangeMembership(room) : Commit(room);
      case 4:
      case 5:
      case 6:
        return Offer(room);
      case 7:
        return room.log.head() > 0 && random_.OneIn(3) ? OfferOld(room) : Offer(room);
      case 8:
        return random_.OneIn(3) ? Attach(room) : Offer(room);
      case 9:
        return random_.OneIn(8) ? Detach(room) : RunCheck();
      case 10:
        return DeliverCheck();
      case 11:
        return AskForPage();
      case 12:
        return DeliverPage();
      case 13:
        return AnswerCommand();
      default:
        return random_.OneIn(slowness_) ? Write() : Commit(room);
    }
  }

  void Publish(ModelRoom& room, Seq first) {
    for (const SegmentPtr& segment : room.log.Segments(first, room.log.head())) room.published.push_back(segment);
  }

  void Commit(ModelRoom& room) {
    const Seq first = room.log.head() + 1;
    for (std::uint64_t i = 0; i <= random_.Below(6); ++i) {
      if (random_.OneIn(10)) {
        room.log.Leave(kSomebody);
      } else {
        room.log.Say(1 + random_.Below(kLargestText));
      }
    }
    Publish(room, first);
  }

  void ChangeMembership(ModelRoom& room) {
    const Seq first = room.log.head() + 1;
    room.log.Say(5);
    if (room.IsMember()) {
      room.memberships.back().second = room.log.Leave(kReader);
    } else {
      room.memberships.emplace_back(room.log.Join(kReader), 0);
    }
    room.log.Say(5);
    Publish(room, first);
  }

  // The next published segment arrives, is lost (its head alone arrives), or changes places with the one after it.
  void Offer(ModelRoom& room) {
    if (room.published.empty()) return;
    if (room.published.size() > 1 && random_.OneIn(10)) std::swap(room.published[0], room.published[1]);
    const SegmentPtr segment = room.published.front();
    room.published.pop_front();
    if (!room.offered) return;
    if (random_.OneIn(8)) return outbox_.Announce(room.log.room(), segment->last());
    OfferSegment(room, segment);
  }

  void OfferOld(ModelRoom& room) {
    if (!room.offered) return;
    const Seq published = room.published.empty() ? room.log.head() : room.published.front()->first() - 1;
    if (published == 0) return;
    const Seq first = 1 + random_.Below(published);
    OfferSegment(room, room.log.Segment(first, std::min(published, first + random_.Below(5))));
  }

  void OfferSegment(ModelRoom& room, const SegmentPtr& segment) {
    if (outbox_.Offer(segment) == Outbox::Offered::kEnded) room.offered = false;
    ASSERT_LE(outbox_.live_bytes(), Bound());
  }

  void Attach(ModelRoom& room) {
    const Seq after = random_.OneIn(3) ? random_.Below(room.next) : room.next - 1;
    const Attachment attachment{
        .room = room.log.room(), .after = after, .request_id = ++requests_, .serial = ++serials_};
    outbox_.ExpectAnswer();
    pending_[attachment.request_id] = attachment;
    room.offered = true;
    outbox_.AddRoom(attachment);
    unchecked_.push_back(attachment);
  }

  // The store is read now; what it said arrives later.
  void RunCheck() {
    if (unchecked_.empty()) return;
    const Attachment attachment = unchecked_.front();
    unchecked_.pop_front();
    const ModelRoom& room = RoomOf(attachment.room);
    checked_.emplace_back(attachment, room.IsMember() ? std::optional(room.View()) : std::nullopt);
  }

  void DeliverCheck() {
    if (checked_.empty()) return;
    const auto [attachment, view] = checked_.front();
    checked_.pop_front();
    if (view) {
      views_[attachment.request_id] = *view;
      outbox_.OpenRoom(attachment, *view);
    } else if (outbox_.RefuseRoom(attachment)) {
      RoomOf(attachment.room).offered = false;
      v1::Event event;
      event.mutable_error()->set_request_id(attachment.request_id);
      outbox_.PushControl(Encoded(event), 1);
    }
  }

  void Detach(ModelRoom& room) {
    outbox_.ExpectAnswer();
    const std::uint64_t request_id = ++requests_;
    pending_[request_id] = {.room = room.log.room()};
    v1::Event event;
    if (outbox_.RemoveRoom(room.log.room())) {
      room.offered = false;
      event.mutable_detached()->set_request_id(request_id);
      event.mutable_detached()->set_room_id(room.log.room().value());
    } else {
      event.mutable_error()->set_request_id(request_id);
    }
    outbox_.PushControl(Encoded(event), 1);
  }

  void AskForPage() {
    const auto request = outbox_.NextPage();
    if (!request) return;
    ASSERT_FALSE(page_) << "two pages under way";
    page_ = *request;
    const RoomLog& log = RoomOf(request->room).log;
    page_head_ = log.head();
    page_segments_.clear();
    if (request->from > log.head()) return;
    const Seq first = request->from - std::min<Seq>(request->from - 1, random_.Below(3));
    Seq last = request->from;
    for (std::size_t bytes = 0; last < log.head() && bytes < page_bytes_; ++last) bytes += log.bytes(last).size();
    page_segments_ = log.Segments(first, last);
  }

  void DeliverPage() {
    if (!page_) return;
    const PageRequest request = *std::exchange(page_, std::nullopt);
    if (page_segments_.empty() || random_.OneIn(10)) return outbox_.PageFailed(request);
    outbox_.TakePage(request, page_segments_, page_head_);
    ASSERT_LE(outbox_.live_bytes(), Bound());
  }

  void AnswerCommand() {
    outbox_.ExpectAnswer();
    const std::uint64_t request_id = ++requests_;
    pending_[request_id] = {};
    outbox_.PushControl(AckEvent(request_id), 1);
  }

  // Begins a write, or ends the one in flight.
  void Write() {
    if (writing_) {
      writing_ = false;
      return outbox_.Written();
    }
    Outgoing outgoing;
    if (outbox_.TakeNext(outgoing) == Outbox::Next::kNothing) return;
    writing_ = true;
    const std::vector<v1::Event> events = Decode(fanout::MakeWriteBatch(std::move(outgoing)));
    ASSERT_FALSE(events.empty()) << "an empty write";
    for (const v1::Event& event : events) Receive(event);
    Outgoing nothing;
    ASSERT_EQ(outbox_.TakeNext(nothing), Outbox::Next::kNothing) << "two writes in flight";
  }

  // What a client makes of an event.
  void Receive(const v1::Event& event) {
    switch (event.kind_case()) {
      case v1::Event::kAck:
        return Answered(event.ack().request_id());
      case v1::Event::kError:
        return OnRefused(event.error().request_id());
      case v1::Event::kDetached:
        RoomOf(RoomId(event.detached().room_id())).attached = false;
        return Answered(event.detached().request_id());
      case v1::Event::kAttached:
        return OnAttached(event.attached());
      case v1::Event::kRoomEvent:
        return OnRoomEvent(event);
      case v1::Event::kGap:
        return OnGap(event.gap());
      case v1::Event::kCaughtUp: {
        ModelRoom& room = RoomOf(RoomId(event.caught_up().room_id()));
        ASSERT_TRUE(room.attached);
        ASSERT_EQ(event.caught_up().seq(), room.next - 1);
        room.caught_up = true;
        return;
      }
      case v1::Event::kNotice:
        RoomOf(RoomId(event.notice().behind().room_id())).caught_up = false;
        return;
      default:
        FAIL() << "unexpected event " << event.ShortDebugString();
    }
  }

  void Answered(std::uint64_t request_id) { ASSERT_EQ(pending_.erase(request_id), 1u) << "answered twice"; }

  // A refused attachment has ended the one before it all the same.
  void OnRefused(std::uint64_t request_id) {
    const auto pending = pending_.find(request_id);
    ASSERT_NE(pending, pending_.end()) << "answered twice";
    if (const RoomId room = pending->second.room) RoomOf(room).attached = false;
    pending_.erase(pending);
  }

  void OnAttached(const v1::Attached& attached) {
    const auto pending = pending_.find(attached.request_id());
    ASSERT_NE(pending, pending_.end()) << "attached twice";
    ASSERT_EQ(attached.room_id(), pending->second.room.value());
    ASSERT_EQ(attached.from_seq(), pending->second.after + 1);
    ModelRoom& room = RoomOf(pending->second.room);
    room.attached = true;
    room.caught_up = false;
    room.next = attached.from_seq();
    room.request_id = attached.request_id();
    pending_.erase(pending);
  }

  void OnRoomEvent(const v1::Event& event) {
    ModelRoom& room = RoomOf(RoomId(event.room_event().room_id()));
    ASSERT_TRUE(room.attached) << "an event of a room that is not attached";
    ASSERT_EQ(event.room_event().seq(), room.next);
    ASSERT_EQ(Encoded(event), room.log.bytes(room.next));
    ASSERT_EQ(Hiding(room), nullptr) << "a hidden event";
    const bool own_leave = event.room_event().member_left().user_id() == kReader.value();
    if (own_leave && room.next > views_[room.request_id].joined) room.attached = false;
    ++room.next;
  }

  void OnGap(const v1::Gap& gap) {
    ModelRoom& room = RoomOf(RoomId(gap.room_id()));
    ASSERT_TRUE(room.attached);
    const HiddenRange* hidden = Hiding(room);
    ASSERT_NE(hidden, nullptr) << "a gap where nothing is hidden";
    ASSERT_EQ(gap.from_seq(), room.next);
    ASSERT_EQ(gap.to_seq(), hidden->to);
    room.next = gap.to_seq() + 1;
  }

  const HiddenRange* Hiding(const ModelRoom& room) {
    for (const HiddenRange& range : views_[room.request_id].hidden) {
      if (room.next >= range.from && room.next <= range.to) return &range;
    }
    return nullptr;
  }

  // Everything under way arrives; then the client lacks nothing.
  void Settle() {
    for (int round = 0; round < 20'000 && !::testing::Test::HasFatalFailure(); ++round) {
      for (ModelRoom& room : rooms_) Offer(room);
      RunCheck();
      DeliverCheck();
      AskForPage();
      DeliverPage();
      Write();
    }
    if (::testing::Test::HasFatalFailure()) return;
    EXPECT_TRUE(pending_.empty()) << "not answered: request " << pending_.begin()->first;
    EXPECT_EQ(outbox_.unanswered(), 0u);
    EXPECT_FALSE(outbox_.WantsPage());
    EXPECT_EQ(outbox_.live_bytes(), 0u);
    for (const ModelRoom& room : rooms_) {
      if (!room.attached) continue;
      EXPECT_EQ(room.next, room.log.head() + 1) << "room " << room.log.room();
      EXPECT_TRUE(room.caught_up) << "room " << room.log.room();
    }
  }

  // The bound of the live lane: what fits before it is let go, or what is there when a page arrives and the page, whose
  // last event may overshoot; and the marks, which are few.
  [[nodiscard]] std::size_t Bound() const {
    const std::size_t page = bounds_.low_watermark + page_bytes_ + 2 * (kLargestText + 60);
    return std::max(bounds_.live_bytes, page) + 500;
  }

  ModelRoom& RoomOf(RoomId id) { return rooms_[id.value() - 1]; }

  SeededRandom random_;
  const Outbox::Bounds bounds_;
  const std::size_t page_bytes_;
  // The client takes a write once in so many times that it could.
  const std::uint64_t slowness_;
  Outbox outbox_;
  std::vector<ModelRoom> rooms_;
  std::uint64_t requests_ = 0;
  std::uint64_t serials_ = 0;
  // Requests without an answer.
  std::map<std::uint64_t, Attachment> pending_;
  // What each attachment may see.
  std::map<std::uint64_t, RoomView> views_;
  std::deque<Attachment> unchecked_;
  std::deque<std::pair<Attachment, std::optional<RoomView>>> checked_;
  std::optional<PageRequest> page_;
  std::vector<SegmentPtr> page_segments_;
  Seq page_head_ = 0;
  bool writing_ = false;
};

class OutboxPropertyTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(OutboxPropertyTest, DeliversTheLogExactlyWhateverHappens) {
  for (std::uint64_t i = 0; i < 50; ++i) {
    const std::uint64_t seed = GetParam() * 1000 + i;
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Simulation(seed).Run(1500);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, OutboxPropertyTest, ::testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace conclave::testing
