#include "bench/naive/naive_service.h"

#include "bench/naive/naive_stream.h"

namespace conclave::bench {

grpc::ServerBidiReactor<v1::ChatRequest, v1::ChatResponse>* NaiveService::Chat(
    grpc::CallbackServerContext* /*context*/) {
  return NaiveStream::Start(room_);
}

}  // namespace conclave::bench
