#include "tests/support/fault_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/core/thread.h"

namespace conclave::testing {
namespace {

sockaddr* Generic(sockaddr_in& address) { return static_cast<sockaddr*>(static_cast<void*>(&address)); }

sockaddr_in Loopback(std::uint16_t port) {
  return {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
}

int Listen() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in any = Loopback(0);
  if (bind(listener, Generic(any), sizeof(any)) != 0 || listen(listener, SOMAXCONN) != 0) {
    throw std::runtime_error("the fault proxy cannot listen");
  }
  return listener;
}

std::uint16_t PortOf(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  getsockname(listener, Generic(address), &size);
  return ntohs(address.sin_port);
}

// -1 when nobody listens there.
int ConnectTo(const std::string& target) {
  const std::size_t colon = target.rfind(':');
  std::uint32_t port = 0;
  sockaddr_in address = Loopback(0);
  if (!absl::SimpleAtoi(target.substr(colon + 1), &port)) throw std::runtime_error("no address: " + target);
  inet_pton(AF_INET, target.substr(0, colon).c_str(), &address.sin_addr);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const int connected = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(connected, Generic(address), sizeof(address)) == 0) return connected;
  close(connected);
  return -1;
}

void Prepare(int socket) {
  constexpr int kOn = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof(kOn));
  fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
}

}  // namespace

// A relay, and what epoll was told of its sockets.
struct FaultProxy::Watched {
  struct Side {
    Watched* relay;
    std::size_t number;
    std::uint32_t interest;
    int socket;
  };

  Watched(std::array<int, FaultRelay::kSides> sockets, const Faults& faults, std::uint64_t seed, std::uint64_t number,
          FaultCounts& counts)
      : relay(sockets, faults, seed, number, counts), sides{Side{this, 0, 0, -1}, Side{this, 1, 0, -1}} {}

  FaultRelay relay;
  std::array<Side, FaultRelay::kSides> sides;
};

FaultProxy::FaultProxy(const std::string& target, const Faults& faults, std::uint64_t seed)
    : target_(target),
      faults_(faults),
      seed_(seed),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      woken_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      listener_(Listen()),
      address_(absl::StrCat("127.0.0.1:", PortOf(listener_))) {
  for (const int* own : {&woken_, &listener_}) {
    epoll_event event{.events = EPOLLIN, .data = {.ptr = const_cast<int*>(own)}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, *own, &event);
  }
  thread_ = StartThread("fault-proxy", [this] { Run(); });
}

FaultProxy::~FaultProxy() {
  {
    const MutexLock lock(mu_);
    stopping_ = true;
  }
  Wake();
  thread_.join();
  for (const int own : {epoll_, woken_, listener_}) close(own);
}

void FaultProxy::Heal() {
  {
    const MutexLock lock(mu_);
    healed_ = true;
  }
  Wake();
}

FaultCounts FaultProxy::counts() const {
  const MutexLock lock(mu_);
  return counts_;
}

void FaultProxy::Wake() {
  constexpr std::uint64_t kOnce = 1;
  [[maybe_unused]] const ssize_t written = write(woken_, &kOnce, sizeof(kOnce));
}

void FaultProxy::Run() {
  for (;;) {
    bool heal = false;
    {
      const MutexLock lock(mu_);
      if (stopping_) return;
      heal = healed_ && !whole_;
      counts_ = running_;
    }
    if (heal) {
      whole_ = true;
      for (Watched& each : relays_) each.relay.Heal();
    }
    absl::Time wake = absl::InfiniteFuture();
    const absl::Time now = absl::Now();
    for (Watched& each : relays_) {
      each.relay.Advance(now);
      wake = std::min(wake, each.relay.wake());
      Watch(each);
    }
    relays_.remove_if([](const Watched& each) { return each.relay.over(); });
    WaitFor(wake);
  }
}

void FaultProxy::Watch(Watched& watched) {
  for (Watched::Side& side : watched.sides) {
    const int socket = watched.relay.socket(side.number);
    // One that was closed has left epoll by that.
    if (socket < 0) continue;
    const std::uint32_t interest = watched.relay.Interest(side.number);
    if (socket == side.socket && interest == side.interest) continue;
    epoll_event event{.events = interest, .data = {.ptr = &side}};
    epoll_ctl(epoll_, socket == side.socket ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    side.socket = socket;
    side.interest = interest;
  }
}

void FaultProxy::WaitFor(absl::Time wake) {
  std::array<epoll_event, 32> events{};
  const absl::Duration pause = std::clamp(wake - absl::Now(), absl::ZeroDuration(), absl::Minutes(1));
  const auto timeout = static_cast<int>(absl::ToInt64Milliseconds(absl::Ceil(pause, absl::Milliseconds(1))));
  const int ready = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout);
  bool incoming = false;
  for (int i = 0; i < ready; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.ptr == &woken_) {
      std::uint64_t ignored = 0;
      [[maybe_unused]] const ssize_t taken = read(woken_, &ignored, sizeof(ignored));
    } else if (event.data.ptr == &listener_) {
      incoming = true;
    } else if ((event.events & EPOLLERR) != 0) {
      const auto& side = *static_cast<const Watched::Side*>(event.data.ptr);
      side.relay->relay.Break(side.number);
    }
  }
  if (incoming) Accept();
}

void FaultProxy::Accept() {
  for (;;) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = ConnectTo(target_);
    if (server < 0) {
      close(client);
      continue;
    }
    Prepare(client);
    Prepare(server);
    relays_.emplace_back(std::array{client, server}, whole_ ? Faults() : faults_, seed_, running_.connections,
                         running_);
  }
}

}  // namespace conclave::testing
