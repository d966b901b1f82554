"""HTTP/2 by hand over mutual TLS: frames as a test wants them, whether the protocol allows them or not."""
import contextlib
import select
import socket
import ssl
import struct
import time

import hpack

from conclave_server import PATIENCE

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
INITIAL_WINDOW_SIZE = 4

NO_ERROR, PROTOCOL_ERROR, CANCEL, ENHANCE_YOUR_CALM = 0, 1, 8, 11

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
CHAT = "/conclave.v1.ChatService/Chat"


def frame(kind, flags=0, stream=0, payload=b"", length=None):
    """One frame; its header may lie about the length."""
    size = len(payload) if length is None else length
    return struct.pack(">I", size)[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def settings(values=()):
    return frame(SETTINGS, payload=b"".join(struct.pack(">HI", key, value) for key, value in dict(values).items()))


def reset(stream, code=CANCEL):
    return frame(RST_STREAM, stream=stream, payload=struct.pack(">I", code))


def window_update(stream, by):
    return frame(WINDOW_UPDATE, stream=stream, payload=struct.pack(">I", by))


def message(encoded, compressed=0):
    """As gRPC frames it."""
    return struct.pack(">BI", compressed, len(encoded)) + encoded


def request_headers(path=CHAT, more=(), **replaced):
    """The headers of a call. `replaced` by name, with `_` for `-` and without the colon; None leaves one out."""
    fields = {
        ":method": "POST",
        ":scheme": "https",
        ":path": path,
        ":authority": "localhost",
        "te": "trailers",
        "content-type": "application/grpc",
    }
    for name, value in replaced.items():
        name = name.replace("_", "-")
        fields[f":{name}" if f":{name}" in fields else name] = value
    return [(name, value) for name, value in fields.items() if value is not None] + list(more)


def tls_context(identity, alpn=("h2",)):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(identity / "authority.pem")
    if (identity / "cert.pem").exists():
        context.load_cert_chain(identity / "cert.pem", identity / "key.pem")
    context.check_hostname = False
    if alpn:
        context.set_alpn_protocols(alpn)
    return context


def connect(server, receive_buffer=None):
    """A TCP connection to the server."""
    host, _, port = server.address.rpartition(":")
    plain = socket.socket()
    if receive_buffer:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    plain.settimeout(PATIENCE)
    plain.connect((host, int(port)))
    return plain


class Gone(Exception):
    """The server has closed the connection."""


class Peer:
    """One connection. What comes is read while sending, unless `reads` is off; for one thread."""

    # So long nothing is taken: nothing will be.
    STALL = 1

    def __init__(self, server, identity, values=(), reads=True, acknowledges=True, receive_buffer=None, alpn=("h2",)):
        plain = connect(server, receive_buffer)
        self.socket = tls_context(identity, alpn).wrap_socket(plain)
        self.socket.setblocking(False)
        self.reads = reads
        self.acknowledges = acknowledges
        self.goaway = None
        self.gone = False
        # By stream: header blocks that came, bytes of DATA, and codes of RST_STREAM.
        self.responses, self.data, self.resets = {}, {}, {}
        self.frames = {}
        self._block = b""
        self._came = b""
        self._encoder, self._decoder = hpack.Encoder(), hpack.Decoder()
        self._next = 1
        self.send(PREFACE + settings(values))
        if reads and acknowledges:
            self.until(lambda: (SETTINGS, ACK) in self.frames and (SETTINGS, 0) in self.frames, "the settings")

    def close(self):
        self.socket.close()

    def headers(self, fields, stream=None, flags=END_HEADERS):
        """The frame that begins a call; the stream is the next one unless given."""
        return frame(HEADERS, flags, stream or self.next_stream(), self._encoder.encode(fields))

    def next_stream(self):
        self._next += 2
        return self._next - 2

    def next_streams(self, count):
        return [self.next_stream() for _ in range(count)]

    def begin(self, stream, path=CHAT):
        """The headers of an ordinary call."""
        return self.headers(request_headers(path), stream)

    def call(self, path=CHAT, body=b"", more=(), **replaced):
        """Makes one whole call; returns its stream."""
        stream = self.next_stream()
        self.send(
            self.headers(request_headers(path, more, **replaced), stream)
            + frame(DATA, END_STREAM, stream, message(body))
        )
        return stream

    def send(self, data):
        """Raises Gone when the connection ends before all is written."""
        if not self.send_as_far_as_taken(data, PATIENCE):
            raise AssertionError("the server takes nothing more")

    def send_as_far_as_taken(self, data, patience=None):
        """Whether all was taken."""
        view = memoryview(data)
        while view:
            self._check()
            try:
                view = view[self.socket.send(view) :]
                self.receive()
                continue
            except ssl.SSLWantWriteError:
                pass
            except OSError as problem:
                self._end(problem)
            if not self._wait(patience or self.STALL, for_writing=True):
                return False
            self.receive()
        return True

    def receive(self):
        """Takes what has come."""
        while self.reads and not self.gone:
            try:
                came = self.socket.recv(65536)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except OSError:
                came = b""
            if not came:
                self.gone = True
                return
            self._came += came
            self._take_frames()

    def until(self, condition, what="an answer"):
        deadline = time.monotonic() + PATIENCE
        self.receive()
        while not condition():
            self._check()
            if not self._wait(deadline - time.monotonic()):
                raise AssertionError(f"waited in vain for {what}: {self.frames}")
            self.receive()

    def end(self):
        """The code of the GOAWAY with which the connection ends; None when it ends without."""
        self.reads = True
        with contextlib.suppress(Gone):
            self.until(lambda: self.gone, "the end")
        return self.goaway

    def status_of(self, stream):
        """The status of a call: of gRPC, else of HTTP; ("reset", code) when it was reset before there was one."""

        def statuses():
            return [int(block["grpc-status"]) for block in self.responses.get(stream, ()) if "grpc-status" in block]

        self.until(lambda: stream in self.resets or statuses(), f"the end of stream {stream}")
        return statuses()[0] if statuses() else ("reset", self.resets[stream])

    def ping(self, payload=b"are you?"):
        """The server answers on this connection."""
        before = self.frames.get((PING, ACK), 0)
        self.send(frame(PING, payload=payload))
        self.until(lambda: self.frames.get((PING, ACK), 0) > before, "the answer to a ping")

    def _check(self):
        if self.gone:
            raise Gone(f"GOAWAY {self.goaway}")

    def _end(self, problem):
        self.receive()
        self.gone = True
        raise Gone(f"GOAWAY {self.goaway}") from problem

    def _wait(self, seconds, for_writing=False):
        reading = [self.socket] if self.reads else []
        writing = [self.socket] if for_writing else []
        ready = select.select(reading, writing, [], max(0, seconds))
        return any(ready)

    def _take_frames(self):
        while len(self._came) >= 9:
            length = int.from_bytes(self._came[:3], "big")
            if len(self._came) < 9 + length:
                return
            kind, flags, stream = struct.unpack(">BBI", self._came[3:9])
            payload, self._came = self._came[9 : 9 + length], self._came[9 + length :]
            self._take(kind, flags, stream, payload)

    def _take(self, kind, flags, stream, payload):
        key = (kind, flags & ACK)
        self.frames[key] = self.frames.get(key, 0) + 1
        if kind in (HEADERS, CONTINUATION):
            self._block += payload
            if flags & END_HEADERS:
                block = dict(self._decoder.decode(self._block))
                self._block = b""
                self.responses.setdefault(stream, []).append(block)
        elif kind == DATA:
            self.data[stream] = self.data.get(stream, b"") + payload
        elif kind == RST_STREAM:
            self.resets[stream] = int.from_bytes(payload, "big")
        elif kind == GOAWAY:
            self.goaway = int.from_bytes(payload[4:8], "big")
        elif key == (SETTINGS, 0) and self.acknowledges:
            self.send(frame(SETTINGS, ACK))
        elif key == (PING, 0):
            self.send(frame(PING, ACK, payload=payload))
