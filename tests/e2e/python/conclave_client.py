"""A client made of nothing but the .proto files and Debian's gRPC for Python: the code is generated on import."""
import atexit
import itertools
import os
import pathlib
import queue
import secrets
import subprocess
import sys
import tempfile
import threading
import time

import grpc

PATIENCE = 60

_generated = tempfile.TemporaryDirectory(prefix="conclave-proto-")
atexit.register(_generated.cleanup)
_contract = pathlib.Path(os.environ["CONCLAVE_PROTO"])
subprocess.run(
    [
        "protoc",
        f"-I{_contract}",
        f"--python_out={_generated.name}",
        f"--grpc_out={_generated.name}",
        "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin",
        *sorted(_contract.glob("conclave/v1/*.proto")),
    ],
    check=True,
)
sys.path.insert(0, _generated.name)

from conclave.v1 import chat_pb2 as chat  # noqa: E402
from conclave.v1 import directory_pb2 as directory  # noqa: E402
from conclave.v1 import directory_pb2_grpc as directory_service  # noqa: E402
from conclave.v1 import error_pb2 as error  # noqa: E402
from conclave.v1 import event_pb2 as event  # noqa: E402
from conclave.v1 import history_pb2 as history  # noqa: E402
from conclave.v1 import history_pb2_grpc as history_service  # noqa: E402
from conclave.v1 import room_pb2 as room  # noqa: E402
from conclave.v1 import room_pb2_grpc as room_service  # noqa: E402


def command_id():
    """A UUIDv7."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return bytes(raw)


def refusal(call):
    """The typed error of a failed call or stream; None when it carries none."""
    for key, value in call.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            details = error.StatusDetails.FromString(value)
            found = error.Error()
            if len(details.details) == 1 and details.details[0].Unpack(found):
                return found
    return None


class Client:
    """One device: a channel under mutual TLS and the services on it."""

    def __init__(self, server, user, device="laptop"):
        self.identity = where = server.identity(user, device)
        credentials = grpc.ssl_channel_credentials(
            root_certificates=(where / "authority.pem").read_bytes(),
            private_key=(where / "key.pem").read_bytes(),
            certificate_chain=(where / "cert.pem").read_bytes(),
        )
        options = [("grpc.use_local_subchannel_pool", 1)]
        self.channel = grpc.secure_channel(server.address, credentials, options=options)
        self.rooms = room_service.RoomServiceStub(self.channel)
        self.history = history_service.HistoryServiceStub(self.channel)
        self.directory = directory_service.DirectoryServiceStub(self.channel)

    def open(self, metadata=()):
        """A stream on which nothing has been said yet."""
        return Stream(self.channel, metadata)

    def enter(self, **hello):
        """A stream with its Welcome."""
        stream = self.open()
        stream.say_hello(**hello)
        stream.welcome = stream.expect("welcome")
        return stream

    def create(self, name, kind=event.ROOM_KIND_PUBLIC, topic=""):
        request = room.CreateRoomRequest(command_id=command_id(), name=name, kind=kind, topic=topic)
        return self.rooms.CreateRoom(request, timeout=PATIENCE).room.room_id


class Stream:
    """One Chat stream. Requests may be messages or bytes, so that a test can send what no message would become."""

    def __init__(self, channel, metadata=()):
        self.welcome = None
        self._requests = queue.SimpleQueue()
        self._ids = itertools.count(1)
        self._events = []
        self._looked_at = {}
        self._changed = threading.Condition()
        self._over = False
        method = channel.stream_stream(
            "/conclave.v1.ChatService/Chat",
            request_serializer=lambda request: request if isinstance(request, bytes) else request.SerializeToString(),
            response_deserializer=chat.ChatResponse.FromString,
        )
        self.call = method(iter(self._requests.get, None), metadata=metadata)
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, **command):
        """Sends one command; returns its request id."""
        request = chat.ChatRequest(request_id=next(self._ids), **command)
        self.send_raw(request)
        return request.request_id

    def send_raw(self, request):
        self._requests.put(request)

    def say_hello(self, **fields):
        fields.setdefault("client_name", "python")
        fields.setdefault("instance", secrets.randbits(63) | 1)
        return self.send(hello=chat.Hello(**fields))

    def say(self, room_id, text, command=None):
        message = chat.SendMessage(
            room_id=room_id, command_id=command or command_id(), message=event.ChatMessage(text=text)
        )
        return self.send(send_message=message)

    def attach(self, room_id, after_seq=0):
        return self.send(attach=chat.Attach(room_id=room_id, after_seq=after_seq))

    def answer(self, request_id):
        """What answers a request: an ack, an error, attached, detached, pong or welcome."""
        return self._find(
            lambda e: getattr(getattr(e, e.WhichOneof("kind")), "request_id", None) == request_id,
            f"the answer to request {request_id}",
        )

    def expect(self, kind, wanted=lambda _: True):
        """The first event of a kind that fits."""
        found = self._find(lambda e: e.WhichOneof("kind") == kind and wanted(getattr(e, kind)), kind)
        return getattr(found, kind)

    def hear(self, room_id, text):
        return self.expect("room_event", lambda e: e.room_id == room_id and e.message.text == text)

    def room_events(self, room_id):
        with self._changed:
            return [e.room_event for e in self._events if e.HasField("room_event") and e.room_event.room_id == room_id]

    def answers(self, kind):
        """All events of a kind that have come."""
        with self._changed:
            return [getattr(e, kind) for e in self._events if e.HasField(kind)]

    def expect_count(self, kind, count):
        """Returns when so many events of a kind have come."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._over or len(self.answers(kind)) >= count, PATIENCE):
                raise AssertionError(f"waited in vain for {count} of {kind}")

    def half_close(self):
        self._requests.put(None)

    def end(self):
        """The code with which the stream ends."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._over, PATIENCE):
                raise AssertionError("the stream did not end")
        return self.call.code()

    def close(self):
        self.half_close()
        return self.end()

    def _find(self, wanted, what):
        position = 0

        def found():
            nonlocal position
            while position < len(self._events):
                if wanted(self._events[position]):
                    return True
                position += 1
            return self._over

        with self._changed:
            if not self._changed.wait_for(found, PATIENCE) or position == len(self._events):
                code = self.call.code() if self._over else "the stream goes on"
                raise AssertionError(f"waited in vain for {what}; {code}; last events: {self._events[-5:]}")
            return self._events[position]

    def _read(self):
        try:
            for response in self.call:
                with self._changed:
                    self._events.extend(response.events)
                    self._changed.notify_all()
        except grpc.RpcError:
            pass
        with self._changed:
            self._over = True
            self._changed.notify_all()
