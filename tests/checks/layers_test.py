"""Plants one violation of each kind in a small source tree and sees it reported."""
import pathlib
import tempfile
import unittest

import layers


class LayersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name in layers.LAYERS:
            (self.root / name).mkdir(parents=True, exist_ok=True)
        self.write("server/core/CMakeLists.txt", "conclave_library(\n  NAME core\n  SOURCES ids.cc)")
        self.write("server/rpc/CMakeLists.txt", "conclave_library(NAME rpc SOURCES a.cc LINK conclave::core gRPC::grpc++)")

    def write(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text + "\n")

    def assert_refused(self, path, text, words):
        self.write(path, text)
        violations = layers.Checker(self.root).check()
        self.assertEqual(len(violations), 1, violations)
        self.assertIn(words, violations[0])
        self.assertIn(path, violations[0])

    def test_a_tree_in_order_is_accepted(self):
        self.write("server/rpc/chat_reactor.cc", '#include <grpcpp/grpcpp.h>\n#include "server/session/session.h"')
        self.write("server/server.cc", '#include "server/rpc/chat_reactor.h"\n#include "server/ops/config.h"')
        self.write("server/store/sqlite/sqlite_store.cc", '#include <sqlite3.h>\n#include "server/store/store.h"')
        self.write("client/channel.cc", '#include <grpcpp/grpcpp.h>\n#include "conclave/v1/chat.grpc.pb.h"')
        self.write("client-qt/store/cache.cc", '#include <QSqlDatabase>\n#include "client-qt/core/unread.h"')
        self.assertEqual(layers.Checker(self.root).check(), [])

    def test_include_against_the_order(self):
        self.assert_refused("server/core/ids.h", '#include "server/store/store.h"', "may not use server/store")

    def test_fanout_that_knows_of_storage(self):
        self.assert_refused("server/fanout/hub.h", '  #  include "server/store/store.h"', "may not use server/store")

    def test_folder_that_uses_the_composition_root(self):
        self.assert_refused("server/ops/config.cc", '#include "server/server.h"', "may not use server ")

    def test_client_that_reaches_into_the_server(self):
        self.assert_refused("client/channel.h", '#include "server/auth/identity.h"', "may not use server/auth")

    def test_server_that_uses_the_client(self):
        self.assert_refused("server/rpc/peer.cc", '#include "client/channel.h"', "may not use client")

    def test_grpc_outside_rpc(self):
        self.assert_refused("server/session/session.h", "#include <grpcpp/grpcpp.h>", "gRPC belongs to server/rpc")

    def test_a_processor_of_metadata(self):
        self.assert_refused(
            "server/rpc/tls.cc", "credentials->SetAuthMetadataProcessor(checks);", "AuthMetadataProcessor is forbidden"
        )

    def test_generated_service_outside_rpc(self):
        self.assert_refused("server/server.cc", '#include "conclave/v1/chat.grpc.pb.h"', "gRPC belongs to server/rpc")

    def test_sqlite_outside_its_store(self):
        self.assert_refused("server/store/memory/store.cc", "#include <sqlite3.h>", "SQLite belongs to")

    def test_input_and_output_in_the_core(self):
        self.assert_refused("server/core/ids.cc", "#include <fstream>", "is pure")

    def test_threads_in_the_rules(self):
        self.assert_refused("server/chat/rules.cc", "#include <thread>", "is pure")

    def test_qt_outside_the_window(self):
        self.assert_refused("cli/main.cc", "#include <QCoreApplication>", "Qt belongs to client-qt")

    def test_widgets_in_the_core_of_the_window(self):
        self.assert_refused("client-qt/core/draft.h", "#include <QWidget>", "widgets belongs to")

    def test_window_model_that_talks_to_the_network(self):
        self.assert_refused("client-qt/model/rooms.cc", '#include "client/channel.h"', "may not use client")

    def test_window_layer_linked_against_the_order(self):
        self.write("client-qt/model/CMakeLists.txt", "conclave_qt_library(NAME model SOURCES a.cc)")
        self.write("client-qt/ui/CMakeLists.txt", "conclave_qt_library(NAME ui SOURCES a.cc LINK conclave::desktop_model)")
        self.assert_refused(
            "client-qt/core/CMakeLists.txt", "conclave_qt_library(NAME core LINK conclave::desktop_model)", "may not use"
        )

    def test_include_without_the_path_from_the_root(self):
        self.write("server/core/ids.h", "")
        self.assert_refused("server/core/ids.cc", '#include "ids.h"', "path from the root")

    def test_link_against_the_order(self):
        self.assert_refused("server/bus/CMakeLists.txt", "conclave_library(NAME bus LINK conclave::rpc)", "may not use")

    def test_link_of_a_library_that_belongs_to_another(self):
        self.assert_refused("server/log/CMakeLists.txt", "conclave_library(NAME log LINK SQLite::SQLite3)", "SQLite")


if __name__ == "__main__":
    unittest.main()
