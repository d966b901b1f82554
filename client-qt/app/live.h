#ifndef CONCLAVE_CLIENT_QT_APP_LIVE_H_
#define CONCLAVE_CLIENT_QT_APP_LIVE_H_

namespace conclave::desktop {

struct Options;

// One person's window on a real server, until it is closed or a signal ends it. Returns the exit status; what keeps the
// window from being opened is said in one sentence on standard error.
int RunLive(int argc, char** argv, const Options& options);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_LIVE_H_
