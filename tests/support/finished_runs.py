# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Runs scenarios with the program under test and reads what they leave behind."""

import dataclasses
import json
import os
import pathlib
import subprocess

INGREDIENTS = ("trajectory", "wire", "drops", "scalars")
DONE, CLAIM_FAILED = 0, 6


class RunFailed(Exception):
    """The program did not do what was asked; the text holds its output."""


@dataclasses.dataclass
class Results:
    """What a call of `nexsim run` left: fingerprints by run, and the text of its tables."""

    fingerprints: dict  # "scenario variant replication" -> {ingredient: hash}
    tables: dict  # path below the output folder -> bytes
    version: int  # the results version of the program


def run(program, scenarios, out, arguments=(), environment=None, folder=None, accepted=(DONE,)):
    """Runs the scenarios into a folder that does not exist yet."""
    command = [program, "run", *scenarios, "--out", out, *arguments]
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise RunFailed(f"{program}: {error}") from error
    if done.returncode not in accepted:
        output = (done.stdout + done.stderr).decode(errors="replace")
        raise RunFailed(f"exit code {done.returncode}: {' '.join(map(str, command))}\n{output[-4000:]}")
    return read(out)


def read(out):
    """Everything below an output folder."""
    out = pathlib.Path(out)
    results = Results({}, {}, 0)
    for path in sorted(out.glob("*/runs/*/run.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        run_name = " ".join(
            filter(None, (record["scenario"], record["variant"], f"replication {record['replication']}"))
        )
        fingerprint = {name: record["fingerprint"][name] for name in INGREDIENTS}
        if results.fingerprints.setdefault(run_name, fingerprint) is not fingerprint:
            raise RunFailed(f"two runs are called {run_name}")
        results.version = record["provenance"]["results_version"]
    results.tables = {
        str(path.relative_to(out)): path.read_bytes() for path in sorted(out.glob("**/*.csv"))
    }
    if not results.fingerprints:
        raise RunFailed(f"no runs below {out}")
    return results
