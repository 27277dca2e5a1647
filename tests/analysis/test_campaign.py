# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""analysis/campaign.py and analysis/Snakefile: which runs there are, and that they are the pool's."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from tests.analysis import real_results
from tests.analysis.real_results import NEXSIM, ROOT

sys.path.insert(0, str(ROOT / "analysis"))
import campaign  # pylint: disable=wrong-import-position

SCENARIO = "tests/slurm/campaign.json"
WRAPPED = """\
long: 3 runs; about 0:01 with --jobs 1

variant  parameters                      replications  finished  a run takes
----------------------------------------------------------------------------
a        load=1/3, queue=tail drop,                 2         0         ~1 s
         size=64KiB
-        load=-0.5, queue=3 "x", on=tr             12         0        ~2 ms
         ue

Times of runs are those of finished ones.
"""


class PlanTest(unittest.TestCase):
    """What is read from the table of `nexsim list`."""

    def test_wrapped_cells_are_put_together(self):
        self.assertEqual(campaign.tables(WRAPPED, ["variant", "parameters", "replications"]),
                         [["a", "load=1/3, queue=tail drop,size=64KiB", "2"],
                          ["-", 'load=-0.5, queue=3 "x", on=true', "12"]])

    def test_a_condition_names_variant_swept_parameters_and_replication(self):
        swept = ["load", "queue", "size"]
        self.assertEqual(campaign.condition("a", "load=1/3, queue=tail drop,size=64KiB", swept, 1),
                         'variant == "a" && load == (1/3) && queue == "tail drop" && size == 64KiB'
                         " && replication == 1")
        self.assertEqual(campaign.condition("-", 'load=-0.5, queue=3 "x", on=true', ["load", "queue"], 0),
                         "load == -0.5 && queue == '3 \"x\"' && replication == 0")

    def test_numbers_and_quantities_stand_bare_and_texts_in_quotes(self):
        for value in ("5", "-0.25", "10Mbps", "250us", "64KiB", "12p", "3%", "true"):
            self.assertEqual(campaign.literal(value), value)
        for value in ("codel", "10 Mbps", "5x", "us"):
            self.assertEqual(campaign.literal(value), f'"{value}"')

    def test_every_condition_chooses_one_run_of_every_scenario_with_a_sweep(self):
        for scenario in ("tests/slurm/campaign.json", "scenarios/basics/link-failure.json",
                         "scenarios/host/unverified-figures.json"):
            jobs = campaign.list_jobs(NEXSIM, str(ROOT / scenario), [])
            for job in (jobs[0], jobs[len(jobs) // 2], jobs[-1]):
                done = subprocess.run([NEXSIM, "list", scenario, "--only", job.condition], cwd=ROOT,
                                      capture_output=True, text=True, check=True)
                self.assertRegex(done.stdout.splitlines()[0], r": 1 run\b", job.condition)

    def test_a_scenario_with_an_error_says_so(self):
        with self.assertRaisesRegex(campaign.PlanError, "there is no such file"):
            campaign.list_jobs(NEXSIM, "none.json", [])


class SnakefileTest(unittest.TestCase):
    """Snakemake on local cores."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def snakemake(self, *arguments):
        """Exit code, and all that it said."""
        done = subprocess.run(
            ["snakemake", "-s", ROOT / "analysis" / "Snakefile", "--cores", "2", "--directory", self.folder,
             "--config", f"scenario={self.folder}/short.json", f"out={self.folder}/results",
             f"nexsim={NEXSIM}", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_runs_are_those_of_the_local_pool_and_only_what_is_missing_is_made(self):
        scenario = json.loads((ROOT / SCENARIO).read_text())
        scenario["sweep"]["delay"] = scenario["sweep"]["delay"][:1]
        del scenario["sweep"]["load"]
        (self.folder / "short.json").write_text(json.dumps(scenario))
        subprocess.run([NEXSIM, "run", self.folder / "short.json", "--out", self.folder / "local"],
                       capture_output=True, check=True)
        code, log = self.snakemake()
        self.assertEqual(code, 0, log)
        self.assertIn("8 runs, 8 of them finished before", log)
        local, ours = (self.folder / out / scenario["name"] for out in ("local", "results"))
        self.assertEqual((ours / "runs.csv").read_bytes(), (local / "runs.csv").read_bytes())
        prints = [{run.name: json.loads((run / "run.json").read_text())["fingerprint"]
                   for run in (folder / "runs").iterdir()} for folder in (local, ours)]
        self.assertEqual(len(prints[0]), 8)
        self.assertEqual(prints[0], prints[1])

        shutil.rmtree(sorted((ours / "runs").iterdir())[3])
        code, log = self.snakemake()
        self.assertEqual(code, 0, log)
        self.assertEqual(log.count("rule run:"), 1, log)
        self.assertIn("8 runs, 8 of them finished before", log)

    def test_a_run_that_fails_fails_the_campaign_and_leaves_no_word_that_it_is_finished(self):
        scenario = json.loads((ROOT / SCENARIO).read_text())
        scenario["replications"], scenario["limits"] = 1, {"events": 100}
        del scenario["sweep"]["load"], scenario["variants"]
        (self.folder / "short.json").write_text(json.dumps(scenario))
        code, log = self.snakemake("--keep-going")
        self.assertNotEqual(code, 0)
        self.assertIn("Error in rule run", log)
        self.assertEqual(list((self.folder / "results" / scenario["name"]).glob("jobs/*/*/*/experiment.json")), [])


if __name__ == "__main__":
    unittest.main()
