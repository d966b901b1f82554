// What remains of gRPC's inside after cmake/tsan_ignore.txt: the standard library's own code, called by it.
#ifdef CONCLAVE_STD_MUTEX

// The name is the sanitizer's.
extern "C" const char* __tsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __tsan_default_suppressions() {
  // The text of a status is moved in by the thread that finishes the call and destroyed by gRPC's.
  return "race:~CallOpServerSendStatus\n";
}

#endif
