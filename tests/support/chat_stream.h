#ifndef CONCLAVE_TESTS_SUPPORT_CHAT_STREAM_H_
#define CONCLAVE_TESTS_SUPPORT_CHAT_STREAM_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "conclave/v1/chat.grpc.pb.h"
#include "server/core/mutex.h"
#include "tests/support/server_process.h"

namespace conclave::testing {

// A connection of its own, shared with nothing else in the process.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address, const Identity& identity);

// One Chat stream with nothing added: no reconnect, no memory. Reads on a thread of its own; thread-safe.
class ChatStream {
 public:
  // Both run on the reading thread, on_end last and once; neither may destroy the stream.
  using EventSink = std::function<void(const v1::Event& event)>;
  using EndSink = std::function<void(const grpc::Status& status)>;

  ChatStream(std::shared_ptr<grpc::Channel> channel, EventSink on_event, EndSink on_end);
  // Cancels what still goes on and waits for on_end.
  ~ChatStream();
  ChatStream(const ChatStream&) = delete;
  ChatStream& operator=(const ChatStream&) = delete;

  // False when the stream is over.
  bool Write(const v1::ChatRequest& request);
  // No more commands.
  void HalfClose();
  void Cancel();

  // Takes nothing more off the stream until Resume; what is on its way fills the buffers below.
  void PauseReading();
  void ResumeReading();

 private:
  void Read(const EventSink& on_event, const EndSink& on_end);
  void WaitWhilePaused();

  std::shared_ptr<grpc::Channel> channel_;
  grpc::ClientContext context_;
  std::unique_ptr<v1::ChatService::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ChatRequest, v1::ChatResponse>> stream_;

  // Held while a request is written, since one may be at a time; guards nothing else.
  Mutex write_mu_;

  Mutex mu_;
  CondVar resumed_;
  bool paused_ ABSL_GUARDED_BY(mu_) = false;

  std::thread reader_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_CHAT_STREAM_H_
