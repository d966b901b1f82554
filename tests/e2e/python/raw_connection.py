"""HTTP/2 frames by hand over mutual TLS: for what no library would send, and for reading nothing."""
import os
import select
import socket
import ssl
import time

from conclave_client import PATIENCE, chat

DATA, HEADERS, SETTINGS, WINDOW_UPDATE = 0, 1, 4, 8
END_HEADERS = 4
INITIAL_WINDOW_SIZE = 4
LARGEST_WINDOW = 2**31 - 1
TCP_CLOSE = 7


def frame(kind, flags, stream, payload, length=None):
    """One frame; `length` is what its head says, when that is not true."""
    size = len(payload) if length is None else length
    return size.to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def literal(name, value):
    """One header, for nobody's table."""
    return bytes([0, len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


def chat_headers():
    return b"".join([
        literal(":method", "POST"),
        literal(":scheme", "https"),
        literal(":path", "/conclave.v1.ChatService/Chat"),
        literal(":authority", "localhost"),
        literal("te", "trailers"),
        literal("content-type", "application/grpc"),
    ])


def message(request):
    body = request.SerializeToString()
    return b"\0" + len(body).to_bytes(4, "big") + body


class RawConnection:
    """A connection whose handshake is done and whose window, for what the server sends, is without bounds."""

    def __init__(self, server, identity, receive_buffer=None):
        host, port = server.address.rsplit(":", 1)
        plain = socket.socket()
        if receive_buffer is not None:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        plain.connect((host, int(port)))
        context = ssl.create_default_context(cafile=identity / "authority.pem")
        context.load_cert_chain(identity / "cert.pem", identity / "key.pem")
        context.set_alpn_protocols(["h2"])
        self._socket = context.wrap_socket(plain, server_hostname="localhost")
        self.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        window = INITIAL_WINDOW_SIZE.to_bytes(2, "big") + LARGEST_WINDOW.to_bytes(4, "big")
        self.send(frame(SETTINGS, 0, 0, window))
        self.send(frame(WINDOW_UPDATE, 0, 0, (LARGEST_WINDOW - 65535).to_bytes(4, "big")))

    def close(self):
        self._socket.close()

    def send(self, text):
        self._socket.sendall(text)

    def opens_chat(self, **hello):
        self.send(frame(HEADERS, END_HEADERS, 1, chat_headers()))
        request = chat.ChatRequest(request_id=1, hello=chat.Hello(client_name="raw", instance=1, **hello))
        self.send(frame(DATA, 0, 1, message(request)))

    def is_over(self):
        """The server has reset or closed it; without reading what else came."""
        return self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_CLOSE

    def ends_while(self, act):
        """Whether the server ends it though `act` goes on, a few times a second."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                act()
            except OSError:
                return True
            if self.is_over():
                return True
            select.select([], [], [], 0.1)
        return False

    def takes_one_byte(self):
        if select.select([self._socket], [], [], 0)[0]:
            os.read(self._socket.fileno(), 1)
