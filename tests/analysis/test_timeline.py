# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""analysis/timeline.py on a file small enough to know every bar of it."""

import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "analysis"))
import plot  # pylint: disable=wrong-import-position
import timeline  # pylint: disable=wrong-import-position


def named(what, pid, tid, name):
    """A process's or thread's name."""
    return {"ph": "M", "pid": pid, "tid": tid, "name": f"{what}_name", "args": {"name": name}}


def sliced(pid, tid, category, name, begin, length):
    """A slice; times in us."""
    return {"ph": "X", "pid": pid, "tid": tid, "cat": category, "name": name, "ts": begin, "dur": length}


SENSOR = "video/phone/cam>phone/isp"
EVENTS = [
    named("process", 1, 0, "phone"), named("process", 2, 0, "traffic video"),
    named("thread", 1, 1, "core[0]"), named("thread", 1, 2, "isp"), named("thread", 2, 1, "phone/cam>phone/isp"),
    named("thread", 2, 2, "phone/cam>phone/isp memory"),
    {"ph": "i", "pid": 2, "tid": 1, "cat": "sensor", "name": "trigger", "s": "t", "ts": 10.000001},
    {"ph": "b", "pid": 2, "tid": 1, "cat": "sensor", "name": "exposure", "id": "0x1", "ts": 10.0},
    {"ph": "e", "pid": 2, "tid": 1, "cat": "sensor", "name": "exposure", "id": "0x1", "ts": 13.0},
    sliced(2, 1, "sensor", "read-out", 13, 8), sliced(2, 2, "sensor", "spilled", 14, 2.5),
    sliced(1, 2, "sensor", SENSOR, 15, 6), sliced(1, 1, "interrupt", "softirq", 3, 1),
    sliced(1, 1, "wire", "web", 3, 1), {"ph": "C", "pid": 1, "tid": 0, "name": "x", "ts": 3, "args": {"B": 1}},
]


class TimelineTest(unittest.TestCase):
    """Bars, marks, and what cannot be drawn."""

    def test_bars_of_sensors_and_cores_are_those_of_the_file(self):
        sensor, core = timeline.rows_of(EVENTS)
        self.assertEqual(sensor.name, SENSOR)
        self.assertEqual(dict(sensor.bars), {
            ("frames", "exposure"): [(10_000_000, 3_000_000)], ("frames", "read-out"): [(13_000_000, 8_000_000)],
            ("memory", "spilled"): [(14_000_000, 2_500_000)], ("processor", "processing"): [(15_000_000, 6_000_000)]})
        self.assertEqual({kind: list(map(round, times)) for kind, times in sensor.marks.items()},
                         {"trigger": [10_000_001]})
        self.assertEqual((core.name, dict(core.bars)),
                         ("phone/core[0]", {("core", "interrupt"): [(3_000_000, 1_000_000)]}))

    def test_names_are_short_where_they_differ(self):
        row = timeline.Row
        self.assertEqual(timeline.labels([row("a/p/x>p/i"), row("a/p/y>p/i")]), ["p/x", "p/y"])
        self.assertEqual(timeline.labels([row("a/p/x>p/i"), row("b/p/x>p/i")]), ["a/p/x>p/i", "b/p/x>p/i"])

    def test_what_is_drawn_has_the_length_of_what_it_means(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            (folder / "runs" / "r").mkdir(parents=True)
            (folder / "runs" / "r" / "timeline.json").write_text(json.dumps(
                {"otherData": {"from_ps": "0", "to_ps": "20000000"}, "traceEvents": EVENTS}))
            figure = plot.plt.figure(layout="constrained")
            self.addCleanup(plot.plt.close, figure)
            caption = timeline.draw(folder, "r", "cam", figure)
            self.assertIn("triggers, exposures, read-outs; state", caption)
            (axes,) = figure.axes
            self.assertEqual((axes.get_xlabel(), axes.get_xlim()), ("time (µs)", (0, 20)))
            spans = sorted((bar.get_paths()[0].get_extents().x0, bar.get_paths()[0].get_extents().x1)
                           for bar in axes.collections)
            self.assertEqual([tuple(map(round, span)) for span in spans], [(10, 13), (13, 21), (14, 16), (15, 21)])
            with self.assertRaisesRegex(plot.NoData, "no sensor or core 'x'; it has video/phone/cam>phone/isp, phone"):
                timeline.draw(folder, "r", "x", figure)


if __name__ == "__main__":
    unittest.main()
