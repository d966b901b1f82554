#include "server/core/thread.h"

#include <pthread.h>

#include <utility>

namespace conclave {

std::thread StartThread(std::string name, std::function<void()> body) {
  return std::thread([name = std::move(name), body = std::move(body)] {
    pthread_setname_np(pthread_self(), name.c_str());
    body();
  });
}

}  // namespace conclave
