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


class PlanTest(unittest.TestCase):
    """What `nexsim list --json` tells."""

    def test_every_condition_chooses_the_run_of_its_id_in_every_scenario_with_a_sweep(self):
        for scenario in ("tests/slurm/campaign.json", "scenarios/basics/link-failure.json",
                         "scenarios/host/unverified-figures.json"):
            runs = campaign.ask(NEXSIM, str(ROOT / scenario), "none", [])["runs"]
            self.assertEqual(len({run["id"] for run in runs}), len(runs))
            for run in (runs[0], runs[len(runs) // 2], runs[-1]):
                chosen = campaign.ask(NEXSIM, str(ROOT / scenario), "none", ["--only", run["only"]])["runs"]
                self.assertEqual([one["id"] for one in chosen], [run["id"]], run["only"])

    def test_a_scenario_with_an_error_says_so(self):
        with self.assertRaisesRegex(campaign.PlanError, "there is no such file"):
            campaign.ask(NEXSIM, "none.json", "none", [])
        with self.assertRaisesRegex(campaign.PlanError, "there is no nowhere; --config nexsim="):
            campaign.ask("nowhere", "none.json", "none", [])


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
        code, log = self.snakemake()
        self.assertEqual((code, log.count("rule run:")), (0, 0), log)

    def test_what_a_pool_has_finished_is_no_job(self):
        scenario = json.loads((ROOT / SCENARIO).read_text())
        del scenario["sweep"]["delay"], scenario["sweep"]["load"]
        (self.folder / "short.json").write_text(json.dumps(scenario))
        subprocess.run([NEXSIM, "run", self.folder / "short.json", "--out", self.folder / "results", "--only",
                        'variant == "same"'], capture_output=True, check=True)
        code, log = self.snakemake()
        self.assertEqual((code, log.count("rule run:")), (0, 4), log)

    def test_a_run_that_fails_fails_the_campaign_and_leaves_no_word_that_it_is_finished(self):
        scenario = json.loads((ROOT / SCENARIO).read_text())
        scenario["replications"], scenario["limits"] = 1, {"events": 100}
        del scenario["sweep"]["load"], scenario["variants"]
        (self.folder / "short.json").write_text(json.dumps(scenario))
        code, log = self.snakemake("--keep-going")
        self.assertNotEqual(code, 0)
        self.assertIn("Error in rule run", log)
        self.assertEqual(list((self.folder / "results" / scenario["name"]).glob("jobs/*/*/experiment.json")), [])


if __name__ == "__main__":
    unittest.main()
