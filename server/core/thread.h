#ifndef CONCLAVE_SERVER_CORE_THREAD_H_
#define CONCLAVE_SERVER_CORE_THREAD_H_

#include <functional>
#include <string>
#include <thread>

namespace conclave {

// Starts a thread that debuggers and `top -H` show under `name` (at most 15 characters). The caller joins it.
std::thread StartThread(std::string name, std::function<void()> body);

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_THREAD_H_
