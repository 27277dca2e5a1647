# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""analysis/report.py on real results: what the page says, and what a browser makes of it."""

import csv
import json
import pathlib
import re
import shutil
import tempfile
import unittest

from tests.analysis import browser, real_results
from tests.analysis.real_results import ARTEFACTS

QUICKSTART = "scenarios/quickstart.json"
SWEPT = "tests/analysis/figures.json"
# Pixels of a canvas that something is drawn on; an empty one has none.
INK = """(id => { const c = document.getElementById(id);
  const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', {willReadFrequently: true});
  copy.drawImage(c, 0, 0);
  const d = copy.getImageData(0, 0, c.width, c.height).data;
  let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 60; return n; })"""
SHOWN = "Chart.getChart('latency').data.datasets.map(set => set.label).filter(Boolean)"
ROWS = "[...document.querySelectorAll('tr[data-group]')].filter(row => !row.hidden).length"


def make(scenario, out, *arguments):
    """The page of a scenario's results."""
    done = real_results.run("report.py", real_results.results(scenario), "--out", out, *arguments)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return out.read_text(encoding="utf-8")


class PageTest(unittest.TestCase):
    """In headless Chromium."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        cls.texts = {name: make(scenario, cls.folder / f"{name}.html")
                     for name, scenario in (("quickstart", QUICKSTART), ("swept", SWEPT))}
        ARTEFACTS.mkdir(parents=True, exist_ok=True)

    def open(self, name):
        """A tab with a page, nothing of which may have gone wrong."""
        tab = browser.Page()
        self.addCleanup(tab.close)
        tab.open(self.folder / f"{name}.html")
        return tab

    def check_quiet(self, tab, name):
        """No console error; the only address asked for is the page's own."""
        self.assertEqual(tab.errors, [])
        self.assertEqual(tab.requests, [f"file://{self.folder}/{name}.html"])

    def test_figures_are_drawn_and_nothing_is_asked_of_a_network(self):
        for name, figures in (("quickstart", ["latency", "metric", "stages"]),
                              ("swept", ["latency", "metric", "stages", "series"])):
            tab = self.open(name)
            self.assertEqual(tab.value("document.documentElement.dataset.drawn"), " ".join(figures))
            for figure in figures:
                self.assertGreater(tab.value(f"{INK}('{figure}')"), 2000, figure)
            self.assertGreater(tab.value("document.querySelectorAll('.networks svg path').length"), 5)
            tab.screenshot(ARTEFACTS / f"report-{name}.png")
            self.check_quiet(tab, name)

    def test_a_click_on_a_variant_takes_it_out_of_figures_tables_and_networks(self):
        tab = self.open("quickstart")
        self.assertEqual(tab.value(SHOWN), ["shared-128K", "split-128K", "shared-1M"])
        rows, ink = tab.value(ROWS), tab.value(f"{INK}('latency')")
        tab.click("nav button[data-variant='1']")
        self.assertEqual(tab.value(SHOWN), ["shared-128K", "shared-1M"])
        self.assertEqual(tab.value("Chart.getChart('metric').data.labels"), ["shared-128K", "shared-1M"])
        self.assertEqual(tab.value(ROWS), rows * 2 / 3)
        self.assertNotEqual(tab.value(f"{INK}('latency')"), ink)
        self.assertTrue(tab.value("document.querySelector('figure[data-place=\"1\"]').hidden"))
        tab.click("nav button[data-variant='1']")
        self.assertEqual(tab.value(SHOWN), ["shared-128K", "split-128K", "shared-1M"])
        self.assertEqual(tab.value(f"{INK}('latency')"), ink)
        self.check_quiet(tab, "quickstart")

    def test_a_choice_of_a_sweep_point_chooses_in_figures_and_tables(self):
        tab = self.open("swept")
        self.assertEqual(tab.value(SHOWN), [f"{variant} load=0.32 buffer=64p"
                                            for variant in ("tail-drop", "codel", "head-drop")])
        tab.value("(s => { s.value = ''; s.dispatchEvent(new Event('change')); })"
                  "(document.getElementById('point-load'))")
        self.assertEqual(len(tab.value(SHOWN)), 9)
        self.assertEqual(tab.value(ROWS), 9)
        self.assertEqual(tab.value("document.querySelectorAll('#heat table').length"), 3)
        self.assertEqual(tab.value("document.querySelectorAll('#heat td').length"), 18)
        self.check_quiet(tab, "swept")

    def test_every_choice_of_every_list_is_drawn_without_an_error(self):
        tab = self.open("swept")
        tab.value("document.querySelectorAll('select').forEach(s => [...s.options].forEach(o => {"
                  " s.value = o.value; s.dispatchEvent(new Event('change')); }))")
        self.check_quiet(tab, "swept")

    def test_on_a_narrow_screen_nothing_lies_beyond_its_edge(self):
        for name in self.texts:
            tab = browser.Page()
            self.addCleanup(tab.close)
            tab.resize(400, 800)
            tab.open(self.folder / f"{name}.html")
            self.assertEqual(tab.value("innerWidth"), 400)
            self.assertLessEqual(tab.value("document.documentElement.scrollWidth"), 400)
            self.assertGreater(tab.value(f"{INK}('latency')"), 1000)
            tab.screenshot(ARTEFACTS / f"report-{name}-narrow.png")
            self.check_quiet(tab, name)

    def test_an_axis_of_latency_has_numbers_enough_to_read_it_by(self):
        for name in self.texts:
            tab = self.open(name)
            shown = "Chart.getChart('latency').scales.x.ticks.map(tick => tick.label).filter(Boolean)"
            self.assertGreaterEqual(len(tab.value(shown)), 3, tab.value(shown))
            self.assertLessEqual(len(tab.value(shown)), 12, tab.value(shown))

    def test_a_page_that_errs_or_asks_is_noticed(self):
        bad = self.folder / "bad.html"
        bad.write_text("<html data-drawn=x><img src='http://127.0.0.1:9/x.png'><script>nothing()</script>")
        tab = self.open("bad")
        tab.value("new Promise(done => setTimeout(done, 300))")
        self.assertTrue(any("nothing is not defined" in error for error in tab.errors), tab.errors)
        self.assertIn("http://127.0.0.1:9/x.png", tab.requests)


class TextTest(unittest.TestCase):
    """What stands on the page."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def test_the_same_results_give_the_same_page(self):
        self.assertEqual(make(QUICKSTART, self.folder / "a.html"), make(QUICKSTART, self.folder / "b.html"))

    def test_a_page_changes_nothing_of_the_results(self):
        folder = real_results.results(QUICKSTART)
        state = lambda: {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}
        before = state()
        make(QUICKSTART, self.folder / "a.html")
        self.assertEqual(state(), before)

    def test_every_claim_stands_there_with_its_verdict_and_every_run_with_its_fingerprint(self):
        text = make(QUICKSTART, self.folder / "a.html")
        claims = json.loads((real_results.ROOT / QUICKSTART).read_text())["claims"]
        self.assertEqual(len(re.findall(r'<span class="verdict held">held</span>', text)), len(claims))
        for claim in claims:
            self.assertIn(claim["that"], text)
        records = list((real_results.results(QUICKSTART) / "runs").glob("*/run.json"))
        self.assertEqual(len(records), 30)
        for record in records:
            self.assertIn(" ".join(json.loads(record.read_text())["fingerprint"].values()), text)

    def test_means_and_intervals_are_those_of_runs_csv(self):
        text = make(QUICKSTART, self.folder / "a.html")
        data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])
        with open(real_results.results(QUICKSTART) / "runs.csv", encoding="utf-8") as file:
            values = [float(row["value"]) for row in csv.DictReader(file)
                      if row["metric"] == "web/latency/mean" and row["variant"] == "split-128K"]
        mean = sum(values) / len(values)
        deviation = (sum((value - mean) ** 2 for value in values) / (len(values) - 1)) ** 0.5
        found = data["metrics"]["web/latency/mean"]["values"][1]
        self.assertAlmostEqual(found[0] / mean, 1, places=5)
        # The quantile of t with 9 degrees of freedom, from a table.
        self.assertAlmostEqual(found[1] / (2.262157 * deviation / len(values) ** 0.5), 1, places=5)
        self.assertEqual(found[2], 10)

    def test_claims_of_a_scenario_that_has_changed_since_are_not_shown(self):
        results = self.folder / "quickstart"
        shutil.copytree(real_results.results(QUICKSTART), results)
        experiment = json.loads((results / "experiment.json").read_text())
        experiment["overrides"] = ["/replications=11"]
        (results / "experiment.json").write_text(json.dumps(experiment))
        done = real_results.run("report.py", results)
        self.assertEqual(done.returncode, 0, done.stderr)
        text = (results / "report.html").read_text()
        self.assertNotIn('<span class="verdict held">', text)
        self.assertIn("Claims are not shown, since the scenario as it stands has runs that are not here", text)
        self.assertEqual(len(list((results / "runs").iterdir())), 30)

    def test_what_is_wrong_is_said(self):
        results = real_results.results(QUICKSTART)
        copy = self.folder / "above" / "quickstart"
        copy.mkdir(parents=True)
        plan = (results / "experiment.json").read_text()
        (copy / "experiment.json").write_text(plan.replace('"finished": true', '"finished": false'))
        (copy / "runs").mkdir()
        wrong = [(self.folder, "has no experiment.json; a finished nexsim run leaves one"),
                 (self.folder / "nowhere", "there is no folder"),
                 (self.folder / "above", f"has no experiment.json, but there is {copy}"),
                 (results / "runs", f"is within the folder of an experiment; expected {results}"),
                 (next((results / "runs").iterdir()), f"is within the folder of an experiment; expected {results}"),
                 (copy, "has no finished run; nexsim run on the scenario goes on")]
        for folder, expected in wrong:
            for program in (["report.py", folder], ["plot.py", folder, "--metric", "web/loss", "--out", "x.png"]):
                done = real_results.run(*program)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(expected, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        (copy / "experiment.json").write_text(plan[:-9])
        self.assertIn("is no JSON; nexsim run on the scenario writes it anew", real_results.run("report.py", copy).stderr)
        (copy / "experiment.json").unlink()
        self.assertIn("has no experiment.json yet", real_results.run("report.py", copy).stderr)
        done = real_results.run("report.py", real_results.results(QUICKSTART), "--baseline", "deep",
                                "--out", self.folder / "a.html")
        self.assertEqual(done.returncode, 1)
        self.assertIn("deep", done.stderr)


if __name__ == "__main__":
    unittest.main()
