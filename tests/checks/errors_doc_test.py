"""Plants one omission or contradiction of each kind in the real documents and sees it reported."""
import pathlib
import re
import tempfile
import unittest

import errors_doc


class ErrorsDocTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name in (errors_doc.CONTRACT, errors_doc.SERVER, errors_doc.DOCUMENT):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text((errors_doc.ROOT / name).read_text())

    def plant(self, name, pattern, replacement):
        text, count = re.subn(pattern, replacement, (self.root / name).read_text(), count=1, flags=re.MULTILINE)
        self.assertEqual(count, 1, f"nothing to replace in {name}")
        (self.root / name).write_text(text)

    def assert_reported(self, *words):
        found = errors_doc.problems(self.root)
        self.assertEqual(len(found), len(words), found)
        for problem, expected in zip(found, words):
            self.assertIn(expected, problem)

    def test_the_documents_as_they_are_are_accepted(self):
        self.assertEqual(errors_doc.problems(self.root), [])
        self.assertGreater(len(errors_doc.reasons_of_contract((self.root / errors_doc.CONTRACT).read_text())), 30)

    def test_reason_that_is_left_out(self):
        self.plant(errors_doc.DOCUMENT, r"^\| `REASON_BUSY` .*\n", "")
        self.assert_reported("REASON_BUSY is missing")

    def test_new_reason_of_the_contract(self):
        planted = r"\g<0>  // INTERNAL: planted.\n  REASON_PLANTED = 999;\n"
        self.plant(errors_doc.CONTRACT, r"^  REASON_STUCK = \d+;\n", planted)
        self.assert_reported("REASON_PLANTED is missing")

    def test_reason_with_another_code_than_the_servers(self):
        self.plant(errors_doc.DOCUMENT, r"^(\| `REASON_REPLACED` \| )ABORTED", r"\1CANCELLED")
        self.assert_reported("REASON_REPLACED stands with CANCELLED, CodeOf says ABORTED")

    def test_reason_with_the_default_code(self):
        self.plant(errors_doc.DOCUMENT, r"^(\| `REASON_INTERNAL` \| )INTERNAL", r"\1UNKNOWN")
        self.assert_reported("REASON_INTERNAL stands with UNKNOWN, CodeOf says INTERNAL")

    def test_server_that_changes_a_code(self):
        self.plant(errors_doc.SERVER, r"kDeadlineExceeded", "kAborted")
        self.assert_reported("commented as DEADLINE_EXCEEDED, CodeOf says ABORTED", "REASON_STUCK stands with")

    def test_reason_that_does_not_exist(self):
        self.plant(errors_doc.DOCUMENT, r"^\| `REASON_BUSY` .*\n", r"\g<0>| `REASON_BORED` | INTERNAL |\n")
        self.assert_reported("the contract has no REASON_BORED")

    def test_reason_that_is_listed_twice(self):
        self.plant(errors_doc.DOCUMENT, r"^\| `REASON_BUSY` .*\n", r"\g<0>\g<0>")
        self.assert_reported("REASON_BUSY is listed twice")


if __name__ == "__main__":
    unittest.main()
