"""Tests of _hermetic_protocol, run as the program of a bundle."""

import os
import posix
import signal
import tempfile
import unittest
import xml.etree.ElementTree as etree

import _hermetic_protocol as protocol


def session(meta=None, **variables):
    kept = dict(posix.environ)
    for name in list(posix.environ):
        if name.startswith((b"TEST", b"XML", b"COVERAGE")):
            del posix.environ[name]
    posix.environ.update((n.encode(), v.encode()) for n, v in variables.items())
    try:
        bundle = type("Bundle", (), {"meta": meta or {}})
        return protocol.Session(bundle, "unittest")
    finally:
        posix.environ.clear()
        posix.environ.update(kept)


class FilterTest(unittest.TestCase):
    def test_patterns(self):
        for text, id, want in [
            ("", "m.T.test_a", True),
            (" , ", "m.T.test_a", True),
            ("T.test", "m.T.test_a", True),
            ("test_b", "m.T.test_a", False),
            ("T.test_a,x", "m.T.test_a", True),
            ("test_?", "m.T.test_a", True),
            ("test_?", "m.T.test_ab", False),
            ("T.*", "m.T.test_a", True),
            ("*.test_a", "m.T.test_a", True),
            ("t_a*", "m.T.test_a", False),
            ("-T", "m.T.test_a", False),
            ("-U", "m.T.test_a", True),
            ("T,-*_a", "m.T.test_a", False),
            ("test[1*", "pkg/x.py::test[1-a]", True),
            ("test[[]*", "pkg/x.py::test[1-a]", False),
            ("test_?", "pkg/x.py::T::test_a", True),
        ]:
            with self.subTest(text=text, id=id):
                self.assertEqual(protocol.Filter(text).takes(id), want)


class SelectTest(unittest.TestCase):
    ids = ["m.B.test_2", "m.A.test_1", "m.B.test_1", "m.A.test_2", "m.C.test"]

    def shards(self, total, meta=None, **more):
        got = []
        for index in range(total):
            s = session(meta, TEST_TOTAL_SHARDS=str(total), TEST_SHARD_INDEX=str(index), **more)
            kept, matched = s.select(self.ids)
            got.append(sorted(self.ids[i] for i in (range(len(self.ids)) if kept is None else kept)))
        return got, matched

    def test_all_without_taking_apart(self):
        self.assertEqual(session().select(self.ids), (None, 5))

    def test_every_test_is_in_one_shard(self):
        for total in range(1, 9):
            got, matched = self.shards(total)
            self.assertEqual(sorted(sum(got, [])), sorted(self.ids))
            self.assertEqual(matched, 5)
            self.assertLessEqual(max(map(len, got)) - min(map(len, got)), 1)

    def test_round_robin_of_sorted_ids(self):
        self.assertEqual(self.shards(2)[0], [["m.A.test_1", "m.B.test_1", "m.C.test"], ["m.A.test_2", "m.B.test_2"]])

    def test_filter_comes_first(self):
        got, matched = self.shards(3, TESTBRIDGE_TEST_ONLY="A")
        self.assertEqual(got, [["m.A.test_1"], ["m.A.test_2"], []])
        self.assertEqual(matched, 2)

    def test_equal_ids_are_different_tests(self):
        s = session(TEST_TOTAL_SHARDS="2", TEST_SHARD_INDEX="1")
        self.assertEqual(len(s.select(["m.A.t", "m.A.t"])[0]), 1)

    def test_nonsense_is_no_number(self):
        s = session(TEST_TOTAL_SHARDS="x", TEST_SHARD_INDEX="")
        self.assertEqual((s.total, s.index), (1, 0))

    def test_shuffle_depends_on_the_seed_only(self):
        orders = []
        for seed in "1", "1", "2":
            s = session(TEST_RANDOM_SEED=seed)
            orders.append(s.shuffle(list("abcdefgh"), lambda i: i // 4))
        self.assertEqual(orders[0], orders[1])
        self.assertNotEqual(orders[0], orders[2])
        for order in orders:
            self.assertIn({i // 4 for i in order[:4]}, ({0}, {1}))


class ReportTest(unittest.TestCase):
    def test_is_well_formed_whatever_is_in_it(self):
        everything = "".join(map(chr, range(0x3000))) + "\ud800\udfff\ufffe\uffff\U0001f600]]><![CDATA["
        with tempfile.TemporaryDirectory() as directory:
            path = directory + "/test.xml"
            report = protocol.Report(path, everything)
            report.add(everything, everything, "failure", everything, everything, everything)
            report.begin("class", "running")
            report.write()
            self.assertEqual(os.listdir(directory), ["test.xml"])
            root = etree.parse(path).getroot()
        suite = root.find("testsuite")
        self.assertEqual((suite.get("tests"), suite.get("failures"), suite.get("errors")), ("2", "1", "1"))
        failure = suite.find("testcase/failure")
        self.assertIn("\U0001f600]]><![CDATA[", failure.text)
        self.assertIn("\N{REPLACEMENT CHARACTER}", failure.text)

    def test_terminated_fork_writes_nothing(self):
        with tempfile.TemporaryDirectory() as directory:
            report = protocol.Report(directory + "/test.xml", "suite")
            report.write_when_terminated()
            self.addCleanup(signal.signal, signal.SIGTERM, signal.SIG_DFL)
            pid = os.fork()
            if pid == 0:
                os.kill(os.getpid(), signal.SIGTERM)
                os._exit(0)
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), -signal.SIGTERM)
            self.assertEqual(os.listdir(directory), [])

    def test_handler_of_the_test_stays(self):
        kept = signal.signal(signal.SIGTERM, lambda *_: None)
        self.addCleanup(signal.signal, signal.SIGTERM, kept)
        mine = signal.getsignal(signal.SIGTERM)
        protocol.Report("/nonsense", "suite").write_when_terminated()
        self.assertIs(signal.getsignal(signal.SIGTERM), mine)
