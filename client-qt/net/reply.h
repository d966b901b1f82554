#ifndef CONCLAVE_CLIENT_QT_NET_REPLY_H_
#define CONCLAVE_CLIENT_QT_NET_REPLY_H_

#include <functional>
#include <optional>

#include "conclave/v1/error.pb.h"

namespace conclave::desktop {

// What came of a call: a value, or why there is none. An error without a reason is not the server's: its text says in
// one sentence that nobody answered.
template <typename T>
struct Reply {
  std::optional<v1::Error> error;
  T value{};

  explicit operator bool() const { return !error.has_value(); }
};

// Is called on the GUI's thread, once, unless the context object given with the question is gone.
template <typename T>
using OnReply = std::function<void(const Reply<T>&)>;

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_NET_REPLY_H_
