"""What surrounds a window on somebody's machine: an X display, a Wayland compositor, a session bus with what a desktop
offers there. All of it is started for a test, ends with it, and is nobody else's."""
import collections
import os
import pathlib
import subprocess
import tempfile
import threading

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop, threads_init
from gi.repository import GLib

from conclave_server import PATIENCE

threads_init()

NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"

Notification = collections.namedtuple("Notification", "id replaces title text")


class Child:
    """A process that ends with the context."""

    def __init__(self, *command, **options):
        quiet = {stream: subprocess.DEVNULL for stream in ("stdin", "stdout", "stderr")}
        self._process = subprocess.Popen(command, **(quiet | options))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(PATIENCE)
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()


class XDisplay(Child):
    """Xvfb on a display that was free, with a window manager."""

    def __init__(self):
        read_end, write_end = os.pipe()
        super().__init__("Xvfb", "-displayfd", str(write_end), "-screen", "0", "1400x900x24", "-nolisten", "tcp",
                         pass_fds=[write_end])
        os.close(write_end)
        with os.fdopen(read_end) as said:
            number = said.readline().strip()
        if not number:
            raise AssertionError("Xvfb did not start")
        self.surroundings = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
        self._manager = Child("openbox", env=os.environ | self.surroundings)

    def __exit__(self, *_):
        self._manager.__exit__()
        super().__exit__()

    def xdotool(self, *arguments):
        """What it printed."""
        done = subprocess.run(["xdotool", *arguments], env=os.environ | self.surroundings, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=PATIENCE, check=True)
        return done.stdout.strip()

    def window_of(self, pid):
        return self.xdotool("search", "--sync", "--all", "--onlyvisible", "--pid", str(pid), "--name", "Conclave").split()[0]

    def activates(self, window):
        self.xdotool("windowactivate", "--sync", window)


class Weston(Child):
    """A Wayland compositor that shows nothing."""

    def __init__(self):
        self._directory = tempfile.TemporaryDirectory(prefix="conclave-test-")
        socket = pathlib.Path(self._directory.name) / "wayland-test"
        super().__init__("weston", "--backend=headless-backend.so", "--socket=wayland-test", "--idle-time=0",
                         "--width=1400", "--height=900", stderr=subprocess.PIPE, text=True,
                         env=os.environ | {"XDG_RUNTIME_DIR": self._directory.name})
        # The log's last lines come when the socket is there.
        for line in self._process.stderr:
            if socket.exists() and "launching" in line:
                break
        if not socket.exists():
            raise AssertionError("weston did not start")
        self._rest = threading.Thread(target=self._process.stderr.read)
        self._rest.start()
        # Qt's own input method for Wayland takes a seat for granted, which this compositor has not.
        self.surroundings = {"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": str(socket), "QT_IM_MODULE": "none"}

    def __exit__(self, *_):
        self._process.terminate()
        self._rest.join()
        super().__exit__()
        self._directory.cleanup()


class _Notifications(dbus.service.Object):
    """Keeps what it is asked to show."""

    def __init__(self, connection):
        super().__init__(connection, "/org/freedesktop/Notifications")
        self.changed = threading.Condition()
        self.shown = {}
        self._last = 0

    @dbus.service.method(NOTIFICATIONS, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, _program, replaces, _icon, title, text, _actions, _hints, _timeout):
        with self.changed:
            if not replaces:
                self._last += 1
            number = int(replaces) or self._last
            self.shown[number] = Notification(number, int(replaces), str(title), str(text))
            self.changed.notify_all()
        return dbus.UInt32(number)

    @dbus.service.method(NOTIFICATIONS, in_signature="u", out_signature="")
    def CloseNotification(self, number):
        with self.changed:
            self.shown.pop(int(number), None)
            self.changed.notify_all()
        self.NotificationClosed(number, 3)

    @dbus.service.signal(NOTIFICATIONS, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    @dbus.service.signal(NOTIFICATIONS, signature="us")
    def ActionInvoked(self, number, action):
        pass


class _Tray(dbus.service.Object):
    """Keeps who wants to stand in it."""

    def __init__(self, connection):
        super().__init__(connection, "/StatusNotifierWatcher")
        self.changed = threading.Condition()
        self.item = None
        self.icons = 0
        connection.add_signal_receiver(self._icon_changed, "NewIcon", ITEM)

    def _icon_changed(self):
        with self.changed:
            self.icons += 1
            self.changed.notify_all()

    @dbus.service.method(WATCHER, in_signature="s", out_signature="", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        with self.changed:
            self.item = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
            self.changed.notify_all()

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return {"IsStatusNotifierHostRegistered": True, "ProtocolVersion": dbus.Int32(0),
                "RegisteredStatusNotifierItems": dbus.Array([], signature="s")}[name]

    @dbus.service.method(dbus.INTROSPECTABLE_IFACE, out_signature="s", path_keyword="path",
                         connection_keyword="connection")
    def Introspect(self, path, connection):
        """Qt reads only properties it finds here."""
        known = dbus.service.Object.Introspect(self, path, connection)
        interface = f'<interface name="{WATCHER}">'
        return known.replace(interface, interface + '<property name="IsStatusNotifierHostRegistered" type="b" '
                                                    'access="read"/>')

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {name: self.Get(interface, name) for name in ("IsStatusNotifierHostRegistered", "ProtocolVersion")}


class Desktop(Child):
    """A session bus with notifications and a tray."""

    def __init__(self):
        super().__init__("dbus-daemon", "--session", "--nofork", "--print-address", stdout=subprocess.PIPE, text=True)
        self._address = self._process.stdout.readline().strip()
        self.surroundings = {"DBUS_SESSION_BUS_ADDRESS": self._address}
        self._connection = dbus.bus.BusConnection(self._address, mainloop=DBusGMainLoop())
        self._notifications = _Notifications(self._connection)
        self._tray = _Tray(self._connection)
        self._names = [dbus.service.BusName(name, self._connection) for name in (NOTIFICATIONS, WATCHER)]
        # Asks from the test's thread.
        self._asking = dbus.bus.BusConnection(self._address)
        self._loop = GLib.MainLoop()
        self._thread = threading.Thread(target=self._loop.run)
        self._thread.start()

    def __exit__(self, *_):
        self._loop.quit()
        self._thread.join()
        # While there is a bus to give them back to.
        self._names.clear()
        self._asking.close()
        self._connection.close()
        super().__exit__()

    def shows(self, condition):
        """Waits until `condition` holds of the notifications that are shown, and returns those."""
        changed = self._notifications.changed
        with changed:
            def shown():
                return list(self._notifications.shown.values())
            if not changed.wait_for(lambda: condition(shown()), PATIENCE):
                raise AssertionError(f"notifications are {shown()}")
            return shown()

    def clicks(self, notification):
        GLib.idle_add(self._notifications.ActionInvoked, dbus.UInt32(notification.id), "default")

    def tray_shows(self, condition):
        """Waits until `condition` holds of the tray's icon and its tip, and returns both: the icon as lists of (red,
        green, blue, opacity) by its side's length."""
        changed = self._tray.changed
        with changed:
            if not changed.wait_for(lambda: self._tray.item is not None, PATIENCE):
                raise AssertionError("nobody stands in the tray")
        while True:
            with changed:
                seen = self._tray.icons
            icon, tip = self._icon()
            if condition(icon, tip):
                return icon, tip
            with changed:
                if not changed.wait_for(lambda: self._tray.icons > seen, PATIENCE):
                    raise AssertionError(f"the tray says {tip}")

    def _icon(self):
        service, path = self._tray.item
        item = dbus.Interface(self._asking.get_object(service, path, introspect=False), dbus.PROPERTIES_IFACE)
        pixels = {}
        for width, _, data in item.Get(ITEM, "IconPixmap"):
            argb = bytes(data)
            pixels[int(width)] = [(argb[at + 1], argb[at + 2], argb[at + 3], argb[at])
                                  for at in range(0, len(argb), 4)]
        return pixels, str(item.Get(ITEM, "ToolTip")[2])
