"""Plants one false proof of each kind and sees it reported."""
import pathlib
import tempfile
import unittest

import requirements


class FakeRun(requirements.Run):
    """A build that knows three tests and has run one of them."""

    def __init__(self):
        self.known = {"Outbox.Drains", "Outbox.Fills", "Hub.Attaches"}
        self.executed = {"Hub.Attaches"}


class RequirementsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "docs").mkdir()
        (self.root / "docs/guide.md").write_text("# A guide: how `it` works\n")
        (self.root / "bench").mkdir()
        (self.root / "bench/fanout_bench.cc").touch()
        (self.root / "tests/checks").mkdir(parents=True)
        (self.root / "tests/checks/check").write_text("check_format() { true; }\n")

    def problems(self, *proofs, closed=frozenset()):
        rows = [f"| R1.{number} | Something. | {proof} |" for number, proof in enumerate(proofs, start=1)]
        (self.root / "docs/requirements.md").write_text("\n".join(rows) + "\n")
        return requirements.Checker(self.root, {"release": FakeRun()}, closed).problems()

    def assert_refused(self, proof, words, closed=frozenset()):
        problems = self.problems(proof, closed=closed)
        self.assertEqual(len(problems), 1, problems)
        self.assertIn(words, problems[0])

    def test_proofs_that_exist_are_accepted(self):
        self.assertEqual(
            self.problems("test:Hub.*, check:format", "bench:fanout_bench", "doc:docs/guide.md#a-guide-how-it-works", "open"),
            [],
        )

    def test_test_that_does_not_exist(self):
        self.assert_refused("test:Hub.Detaches", "no such test")

    def test_test_that_did_not_run(self):
        self.assert_refused("test:Outbox.Fills", "did not run")

    def test_one_of_several_tests_that_did_not_run(self):
        self.assert_refused("test:Outbox.*", "Outbox.Drains")

    def test_check_that_does_not_exist(self):
        self.assert_refused("check:spelling", "no such check")

    def test_bench_that_does_not_exist(self):
        self.assert_refused("bench:commit", "no such bench")

    def test_document_or_heading_that_does_not_exist(self):
        self.assert_refused("doc:docs/other.md", "no such document")
        self.assert_refused("doc:docs/guide.md#a-tour", "no heading")

    def test_word_that_is_no_proof(self):
        self.assert_refused("surely", "not a proof")
        self.assert_refused("", "not a proof")

    def test_open_row_of_a_closed_group(self):
        self.assert_refused("open", "is open", closed={"R1"})
        self.assertEqual(self.problems("open", closed={"R10", "R2"}), [])

    def test_number_used_twice(self):
        row = "| R1.1 | Something. | open |\n"
        (self.root / "docs/requirements.md").write_text(row + row)
        self.assertEqual(len(requirements.Checker(self.root, {}, set()).problems()), 1)

    def test_row_without_a_proof_column(self):
        (self.root / "docs/requirements.md").write_text("| R1.1 | Something. |\n")
        self.assertNotEqual(requirements.Checker(self.root, {}, set()).problems(), [])


if __name__ == "__main__":
    unittest.main()
