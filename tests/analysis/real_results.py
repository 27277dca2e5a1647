# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Results of the program itself, made once for all tests of a run."""

import atexit
import functools
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NEXSIM = os.environ.get("NEXSIM", str(ROOT / "build" / "nexsim"))
# Pictures that a person may want to see after the tests.
ARTEFACTS = ROOT / "build" / "test-artefacts"


@functools.cache
def results(scenario):
    """The folder of an experiment, whose paths a page may tell, named from the root of the tree."""
    scratch = tempfile.TemporaryDirectory(prefix="nexsim-analysis-")
    atexit.register(scratch.cleanup)
    subprocess.run([NEXSIM, "run", scenario, "--jobs", "2", "--out", scratch.name], cwd=ROOT,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return pathlib.Path(scratch.name) / pathlib.Path(scenario).stem


def run(program, *arguments):
    """One of our programs, as a person starts it."""
    return subprocess.run([ROOT / "analysis" / program, *map(str, arguments), "--nexsim", NEXSIM],
                          cwd=ROOT, capture_output=True, text=True, check=False)
