# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Each kind of analysis/plot.py from real results: drawn, the same twice, with fonts in the PDF."""

import re
import tempfile
import pathlib
import unittest
import zlib

from tests.analysis import real_results
from tests.analysis.real_results import ARTEFACTS

QUICKSTART = "scenarios/quickstart.json"
SWEPT = "tests/analysis/figures.json"
LENGTH = "sw/port[server]/queue/length"
TIMELINE = "tests/analysis/timeline.json"
POINT = ["--only", "load=0.32", "--only", "buffer=64p"]
KINDS = {
    "ccdf": (QUICKSTART, ["--ccdf", "web"]),
    "cdf": (QUICKSTART, ["--cdf", "bursts"]),
    "metric": (QUICKSTART, ["--metric", "web/latency/p99"]),
    "stages": (QUICKSTART, ["--stages", "web"]),
    "topology": (QUICKSTART, ["--topology", "--width", "7"]),
    "series": (SWEPT, ["--series", "web/throughput", *POINT]),
    "occupancy": (SWEPT, ["--occupancy", LENGTH, "--width", "5", *POINT]),
    "timeline": (TIMELINE, ["--timeline", "camera", "--only", "staggered", "--span", "0", "0.06"]),
    "timeline-cores": (TIMELINE, ["--timeline", "core", "--only", "staggered", "--span", "0", "0.0004"]),
    "heat-map": (SWEPT, ["--heat-map", "web/latency/p99", "--width", "6"]),
}


def words(pdf):
    """All text on the page of a PDF file, its pieces joined: kerning cuts them anywhere."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"\nBT\n" in content:
            found += re.findall(rb"\(((?:[^()\\]|\\.)*)\)", content, re.S)
    # TrueType texts have two bytes for a character.
    return b"".join(found).replace(b"\0", b"").decode("latin-1")


class KindsTest(unittest.TestCase):
    """A test for each kind is made below."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = pathlib.Path(scratch.name)
        ARTEFACTS.mkdir(parents=True, exist_ok=True)

    def draw(self, kind, target):
        """Bytes of the figure, as a process of its own draws it."""
        scenario, arguments = KINDS[kind]
        done = real_results.run("plot.py", real_results.results(scenario), *arguments, "--out", target)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return target.read_bytes()

    def check(self, kind):
        """Twice as PDF, twice as PNG."""
        pdf = self.draw(kind, self.scratch / "first.pdf")
        self.assertEqual(pdf, self.draw(kind, self.scratch / "second.pdf"))
        self.assertEqual(self.draw(kind, ARTEFACTS / f"plot-{kind}.png"),
                         self.draw(kind, self.scratch / "second.png"))
        fonts = re.findall(rb"/Type /FontDescriptor", pdf)
        self.assertEqual(len(fonts), len(re.findall(rb"/FontFile2", pdf)))
        self.assertGreater(len(fonts), 0)
        self.assertNotIn(b"CreationDate", pdf)
        self.assertRegex(words(pdf), r"n = \d+ replications?")

    def test_a_caption_tells_n_and_the_level_of_intervals(self):
        said = words(self.draw("metric", self.scratch / "metric.pdf"))
        self.assertRegex(said, r"n = 10 replications; whiskers\s*95 % intervals of the mean")

    def test_what_a_heat_map_or_a_series_lacks_is_said(self):
        folder = real_results.results(QUICKSTART)
        for arguments, message in ((["--heat-map", "web/loss"], "needs two swept parameters"),
                                 (["--series", "web/loss"], "has no series 'web/loss'"),
                                 (["--timeline", "--only", "split"], "has no timeline; write \"measure\""),
                                 (["--stages", "wbe"], "no stages of traffic 'wbe'; it has bursts, web")):
            done = real_results.run("plot.py", folder, *arguments, "--out", self.scratch / "x.png")
            self.assertEqual(done.returncode, 1)
            self.assertIn(message, done.stderr)


for name in KINDS:
    setattr(KindsTest, f"test_{name.replace('-', '_')}_is_drawn_and_twice_the_same",
            lambda self, kind=name: self.check(kind))

if __name__ == "__main__":
    unittest.main()
