# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""runs.csv in pandas, by the lines that analysis/README.md shows."""

import json
import pathlib
import re
import subprocess
import tempfile
import pathlib
import unittest

import pandas as pd

from tests.analysis import real_results
from tests.analysis.real_results import ROOT

QUICKSTART = "scenarios/quickstart.json"


class TableTest(unittest.TestCase):
    """One line, without a warning, and every number is that of its run."""

    def test_the_lines_of_the_page_load_it_and_say_what_the_runs_say(self):
        code = re.search(r"```python\n(.*?)```", (ROOT / "analysis" / "README.md").read_text(encoding="utf-8"), re.S)[1]
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "results").mkdir()
            (pathlib.Path(folder) / "results" / "quickstart").symlink_to(real_results.results(QUICKSTART))
            done = subprocess.run(["/usr/bin/python3", "-W", "error", "-c", code], cwd=folder, capture_output=True,
                                  text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for variant, count in re.findall(r"^(\S+K|\S+M) +([\d.]+)", done.stdout, re.M):
            self.assertEqual(float(count), 10, variant)
        self.assertEqual(len(re.findall(r"^(?:shared|split)-", done.stdout, re.M)), 3)

    def test_each_number_is_that_of_its_run(self):
        folder = real_results.results(QUICKSTART)
        # Without it, pandas may be off by the last bit.
        runs = pd.read_csv(folder / "runs.csv", float_precision="round_trip")
        self.assertEqual(set(map(type, runs.unit)), {str})
        self.assertEqual(runs.run.nunique(), 30)
        for run, rows in runs.groupby("run"):
            record = json.loads((folder / "runs" / run / "run.json").read_text(encoding="utf-8"))
            self.assertEqual(list(zip(rows.metric, rows.value, rows.unit)),
                             [(one["path"], one["value"], one["unit"]) for one in record["metrics"]])
            self.assertEqual((rows.variant.iloc[0], rows.replication.iloc[0]),
                             (record["variant"], record["replication"]))


if __name__ == "__main__":
    unittest.main()
