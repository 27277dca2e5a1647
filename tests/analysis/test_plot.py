# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""analysis/plot.py on a result folder small enough to know every number of it."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "analysis"))
import plot  # pylint: disable=wrong-import-position

RUNS = [("r0", "deep", "1", 0.1), ("r1", "deep", "1", 0.3), ("r2", "deep", "2", 0.5),
        ("r3", "flat", "1", 0.0)]


def write_results(folder):
    """Three cells: deep at loads 1 (two replications) and 2, flat at load 1."""
    plan = [{"id": run, "variant": variant, "parameters": {"load": load}}
            for run, variant, load, _ in RUNS]
    (folder / "experiment.json").write_text(json.dumps({"runs": plan}))
    rows = [f"{run},{variant},{load},0,web/loss,{loss},1" for run, variant, load, loss in RUNS]
    header = "run,variant,load,replication,metric,value,unit"
    (folder / "runs.csv").write_text("\n".join([header, *rows]) + "\n")
    for run, *_ in RUNS:
        (folder / "runs" / run).mkdir(parents=True)
        (folder / "runs" / run / "latency.csv").write_text(
            "traffic,low_ps,high_ps,count\nweb,900000,1000000,3\nweb,1900000,2000000,1\n")
        (folder / "runs" / run / "series.csv").write_text(
            "time_ps,a/state,b/state\n1000000,0,2\n2000000,1,2\n3000000,3,0\n")


class PlotTest(unittest.TestCase):
    """Numbers of the figures, and what the program does with wrong arguments."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        write_results(self.folder)

    def draw(self, function, name):
        """The axes on which a function has drawn."""
        figure, axes = plot.plt.subplots()
        self.addCleanup(plot.plt.close, figure)
        function(self.folder, name, plot.groups(self.folder), axes)
        return axes

    def run_plot(self, *arguments):
        """Exit code and error output of the program."""
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            code = plot.main([str(self.folder), *arguments])
        return code, errors.getvalue()

    def test_rows_are_variants_and_sweep_points_in_the_order_of_the_plan(self):
        self.assertEqual([(group.label, group.runs) for group in plot.groups(self.folder)],
                         [("deep load=1", ["r0", "r1"]), ("deep load=2", ["r2"]), ("flat", ["r3"])])

    def test_a_variant_has_one_colour_and_its_points_have_dashes_of_their_own(self):
        one, two, flat = plot.groups(self.folder)
        self.assertEqual(one.colour, two.colour)
        self.assertNotEqual(one.colour, flat.colour)
        self.assertNotEqual(one.dashes, two.dashes)

    def test_curves_of_a_single_variant_are_told_apart_by_colour_and_dashes(self):
        plan = [{"id": "r0", "variant": "deep", "parameters": {"load": str(load)}} for load in range(20)]
        (self.folder / "experiment.json").write_text(json.dumps({"runs": plan}))
        shown = plot.groups(self.folder)
        self.assertNotEqual(shown[0].colour, shown[1].colour)
        self.assertEqual(len({(group.colour, str(group.dashes)) for group in shown[:7]}), 7)

    def test_only_what_is_asked_for_is_shown(self):
        self.assertEqual([group.label for group in plot.groups(self.folder, ["deep", "=2"])],
                         ["deep load=2"])
        code, errors = self.run_plot("--latency", "web", "--only", "deeper", "--out", "x.png")
        self.assertEqual(code, 1)
        self.assertIn("no variant or point with deeper; it has deep load=1, deep load=2, flat", errors)

    def test_a_long_legend_takes_nothing_from_the_curves(self):
        figure, axes = plot.plt.subplots(figsize=(3.5, 3), layout="constrained")
        self.addCleanup(plot.plt.close, figure)
        options = types.SimpleNamespace(width=3.5, metric=None, over=None)
        shown = plot.groups(self.folder) * 12
        figure.set_size_inches(3.5, plot.height(options, shown))
        plot.plot_latency(self.folder, "web", shown, axes)
        figure.canvas.draw()
        self.assertGreater(axes.get_window_extent().height / figure.dpi, 1.2)

    def test_a_latency_line_is_the_fraction_of_packets_above_each_bucket_over_all_replications(self):
        seconds, above = plot.latency_curve(self.folder, ["r0", "r1"], "web")
        self.assertEqual([round(value * 1e9) for value in seconds], [1000, 2000])
        self.assertEqual(list(above), [0.25, 0.0])

    def test_every_cell_has_its_latency_line(self):
        axes = self.draw(plot.plot_latency, "web")
        labels = [line.get_label() for line in axes.get_lines()]
        self.assertEqual(labels, ["deep load=1", "deep load=2", "flat"])

    def test_the_interval_is_students(self):
        mean, half = plot.interval(plot.pd.Series([0.1, 0.3]))
        self.assertAlmostEqual(mean, 0.2)
        self.assertAlmostEqual(half, 12.706 * 0.1, places=4)
        self.assertEqual(plot.interval(plot.pd.Series([0.5])), (0.5, 0.0))

    def test_a_metric_is_drawn_with_its_unit_and_a_dot_per_replication(self):
        axes = self.draw(plot.plot_metric, "web/loss")
        self.assertEqual(axes.get_xlabel(), "web/loss (%)")
        dots = [sorted(round(x, 9) for x in line.get_xdata()) for line in axes.get_lines()
                if line.get_marker() == "."]
        self.assertEqual(dots, [[10, 30], [50], [0]])

    def test_what_all_that_is_shown_has_in_common_is_on_no_label_and_lines_differ_in_dashes(self):
        shown = plot.groups(self.folder, ["load=1"])
        self.assertEqual([group.label for group in shown], ["deep load=1"])  # flat has one load
        plan = json.loads((self.folder / "experiment.json").read_text())
        plan["runs"].append({"id": "r4", "variant": "flat", "parameters": {"load": "2"}})
        (self.folder / "experiment.json").write_text(json.dumps(plan))
        shown = plot.groups(self.folder, ["load=1"])
        self.assertEqual([group.label for group in shown], ["deep", "flat"])
        self.assertNotEqual(shown[0].dashes, shown[1].dashes)

    def test_a_metric_over_a_swept_number_is_a_line_per_variant(self):
        figure, axes = plot.plt.subplots()
        self.addCleanup(plot.plt.close, figure)
        plot.plot_over(self.folder, "web/loss", "load", plot.groups(self.folder), axes)
        lines = {bar.get_label(): bar.lines[0].get_xydata().tolist() for bar in axes.containers}
        self.assertEqual(list(lines), ["deep", "flat"])
        self.assertEqual([[round(number, 9) for number in point] for point in lines["deep"]],
                         [[1, 20], [2, 50]])
        self.assertEqual(axes.get_xlabel(), "load")
        code, errors = self.run_plot("--metric", "web/loss", "--over", "lod", "--out", "x.png")
        self.assertEqual(code, 1)
        self.assertIn("'lod' of deep load=1 is no number that is swept", errors)

    def test_series_are_rows_of_steps_over_the_time_of_one_run(self):
        figure = plot.plt.figure()
        self.addCleanup(plot.plt.close, figure)
        plot.plot_rows(self.folder, ["b/state", "a/state"], plot.groups(self.folder, ["flat"]), figure)
        rows = figure.axes
        self.assertEqual([row.get_title(loc="left") for row in rows], ["b/state", "a/state"])
        line = rows[0].get_lines()[0]
        self.assertEqual([round(x, 9) for x in line.get_xdata()], [1, 2, 3])
        self.assertEqual(list(line.get_ydata()), [2, 2, 0])
        self.assertEqual(rows[-1].get_xlabel(), "time (µs)")

    def test_times_are_written_with_their_prefix(self):
        self.assertEqual([plot.in_seconds(t) for t in (2e-6, 1.5e-3, 1e-9)],
                         ["2 µs", "1.5 ms", "1 ns"])
        self.assertEqual([plot.with_prefix(n) for n in (400000, 44, 0, 0.5)],
                         ["400k", "44", "0", "0.5"])

    def test_figures_are_written(self):
        for name, what in (("a.png", ["--latency", "web"]), ("b.pdf", ["--metric", "web/loss"])):
            target = self.folder / name
            self.assertEqual(self.run_plot(*what, "--out", str(target)), (0, ""))
            self.assertGreater(target.stat().st_size, 1000)

    def test_what_is_not_there_is_said(self):
        out = str(self.folder / "x.png")
        code, errors = self.run_plot("--latency", "wbe", "--out", out)
        self.assertEqual(code, 1)
        self.assertIn("no latency of traffic 'wbe'; it has web", errors)
        code, errors = self.run_plot("--metric", "web/lost", "--out", out)
        self.assertEqual(code, 1)
        self.assertIn("no metric 'web/lost'", errors)


if __name__ == "__main__":
    unittest.main()
