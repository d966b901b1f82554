#ifndef CONCLAVE_SERVER_RPC_GUARDED_TLS_H_
#define CONCLAVE_SERVER_RPC_GUARDED_TLS_H_

namespace conclave::rpc {

// From here on an Http2Guard reads along on every TLS connection that this process has accepted. What it condemns is
// closed before gRPC sees it. gRPC has no place for this, so SSL_read, by which gRPC takes decrypted bytes from
// OpenSSL, is defined in this program, in front of OpenSSL's.
void GuardTlsConnections();

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_GUARDED_TLS_H_
