# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""What the program itself says of results: its claims and its comparisons."""

import csv
import io
import json
import pathlib
import re
import subprocess
import tempfile

import results

CLAIM = re.compile(r"^(held|broken|undecided|failed)\s+(.*)$")


def text_of(path):
    """The scenario's text, or nothing when it is not where it was."""
    try:
        return pathlib.Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def call(command):
    """Exit code, output and errors."""
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError as error:
        raise results.NoData(f"there is no {error.filename}; --nexsim names the program") from error
    return done.returncode, done.stdout, done.stderr


def options_of(known):
    """The options that decided what ran."""
    return [word for option, values in (("--set", known.get("overrides", [])),
                                        ("--load", known.get("libraries", [])))
            for value in values for word in (option, value)]


def read_claims(output, claims):
    """What `nexsim run` printed, claim by claim: verdict, what is claimed, numbers."""
    found = []
    for line in output.splitlines():
        begin = CLAIM.match(line)
        if begin:
            found.append([begin[1], [begin[2]]])
        elif found and line.startswith(" " * 11):
            found[-1][1].append(line.strip())
        elif found:
            break
    rows = []
    for (verdict, lines), claim in zip(found, claims):
        words, that = 0, " ".join(claim["that"].split())
        while words < len(lines) and " ".join(lines[:words]) != that:
            words += 1
        rows.append((verdict, claim["that"], lines[words:] if words else lines))
    return rows


def claims(folder, nexsim):
    """Rows of claims, and a sentence that says why there are none."""
    known = results.experiment(folder)
    scenario = text_of(known["scenario"])
    if not scenario:
        return [], f"The scenario {known['scenario']} is not there, so its claims are not shown."
    stated = json.loads(scenario).get("claims", [])
    if not stated:
        return [], "The scenario makes no claims."
    with tempfile.TemporaryDirectory() as scratch:
        # Its tables go elsewhere: a page changes nothing of what it shows.
        (pathlib.Path(scratch) / known["name"]).mkdir()
        (pathlib.Path(scratch) / known["name"] / "runs").symlink_to((folder / "runs").resolve())
        arguments = [known["scenario"], "--out", scratch, *options_of(known)]
        code, plan, errors = call([nexsim, "list", "--json", *arguments])
        runs = json.loads(plan)[0]["runs"] if code == 0 else []
        missing = sum(not run["finished"] for run in runs)
        if missing or not runs:
            return [], ("Claims are not shown, since the scenario as it stands has runs that are "
                        "not here: " + (f"{missing} of {len(runs)}" if runs else errors.strip()))
        _, output, errors = call([nexsim, "run", *arguments])
    rows = read_claims(output, stated)
    return rows, "" if len(rows) == len(stated) else errors or "Not all claims could be read."


def comparisons(folder, baseline, nexsim):
    """Rows of `nexsim compare --csv`, and why there are none."""
    wanted = ["--baseline", baseline] if baseline else []
    code, output, errors = call([nexsim, "compare", folder, "--csv", *wanted])
    if code != 0:
        if baseline:
            raise results.NoData(errors.strip())
        return [], errors.strip()
    return list(csv.DictReader(io.StringIO(output))), ""
