#ifndef CONCLAVE_SERVER_RPC_BYTE_BUFFER_H_
#define CONCLAVE_SERVER_RPC_BYTE_BUFFER_H_

#include <google/protobuf/message_lite.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>

#include "server/fanout/write_batch.h"

namespace conclave::rpc {

// One gRPC message of the pieces. Segments are referred to, not copied, and live until gRPC is done with them.
grpc::ByteBuffer ToByteBuffer(fanout::WriteBatch batch);
grpc::ByteBuffer ToByteBuffer(const std::string& bytes);

// Parses a message. False when the bytes are not one; what could be read of it is in `message` even so.
bool Parse(grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_BYTE_BUFFER_H_
