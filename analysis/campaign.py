# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""The runs of a scenario, each with the condition that `nexsim run --only` takes, for Snakefile."""

import hashlib
import json
import pathlib
import re
import subprocess

NUMBER = r"[-+]?\d+(\.\d+)?"
QUANTITY = re.compile(NUMBER + r"([pnum]?s|min|h|[kMG]?bps|pps|Hz|[kKMG]?i?B|p|%|ppm|[pn]?J|pJ/B)")


class PlanError(Exception):
    """The plan cannot be had; the message says why."""


class Job:
    """One run: the condition that chooses it, and the folder for what belongs to it alone."""

    def __init__(self, number, condition):
        self.number = number
        self.condition = condition


def tables(text, headers):
    """Rows of the first columns of a table that nexsim prints, wrapped cells put together again."""
    rows = []
    starts = None
    for line in text.splitlines():
        if re.match(r"\s+".join(headers), line):
            starts = [line.index(header) for header in headers]
            right = starts[-1] + len(headers[-1])
        elif starts and not line.strip():
            break
        elif starts and not line.startswith("---"):
            # All columns but the last stand left; it has a number, in the first line of a row.
            cells = [line[a:b].strip() for a, b in zip(starts, starts[1:-1])]
            last = re.search(r"\s\s(\d+)$", line[:right])
            cells.append(line[starts[-2]:last.start() if last else right].strip())
            if last:
                rows.append([*cells, last[1]])
            elif rows:
                rows[-1][:-1] = [a + b for a, b in zip(rows[-1], cells)]
    return rows


def literal(value):
    """A value of the table as an expression has it: numbers and quantities bare, texts in quotes."""
    if re.fullmatch(NUMBER, value) or QUANTITY.fullmatch(value) or value in ("true", "false"):
        return value
    if re.fullmatch(r"-?\d+/\d+", value):
        return f"({value})"
    return in_quotes(value)


def in_quotes(text):
    """A text in the quotes that it does not have itself; expressions have no escapes."""
    quote = "'" if '"' in text else '"'
    return quote + text + quote


def condition(variant, parameters, swept, replication):
    """What holds for one run alone. `parameters` is the table's text: "load=0.5, queue=codel"."""
    parts = [] if variant == "-" else [f"variant == {in_quotes(variant)}"]
    names = "|".join(re.escape(name) for name in swept)
    found = re.finditer(rf"(?:^|,\s*)({names})=(.*?)(?=,\s*[^\s,=]+=|$)", parameters) if swept else ()
    parts += [f"{name} == {literal(value)}" for name, value in (one.groups() for one in found)]
    return " && ".join([*parts, f"replication == {replication}"])


def list_jobs(nexsim, scenario, options):
    """Every run of the scenario, in the order of the plan."""
    done = subprocess.run([nexsim, "list", scenario, *options], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise PlanError(f"{nexsim} list {scenario}: exit code {done.returncode}\n{done.stderr}")
    swept = list(json.loads(pathlib.Path(scenario).read_text(encoding="utf-8")).get("sweep", {}))
    conditions = [condition(variant, parameters, swept, replication)
                  for variant, parameters, count
                  in tables(done.stdout, ["variant", "parameters", "replications"])
                  for replication in range(int(count))]
    total = re.search(r": (\d+) runs?\b", done.stdout)
    if not total or int(total[1]) != len(set(conditions)):
        raise PlanError(f"cannot tell the runs apart in what this prints: nexsim list {scenario}")
    return [Job(number, text) for number, text in enumerate(conditions)]


def fingerprint(nexsim, scenario, options):
    """Of everything here that decides which runs there are: another one, another plan."""
    program = pathlib.Path(nexsim).resolve()
    builds = sorted(program.parent.glob("libnexsim.so*")) + [program]
    parts = [pathlib.Path(scenario).read_bytes(), json.dumps(options).encode(),
             *(str(file.stat().st_mtime_ns).encode() for file in builds)]
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:12]


class Campaign:
    """A scenario's runs, and where each leaves word that it is finished."""

    def __init__(self, nexsim, scenario, out, options):
        name = json.loads(pathlib.Path(scenario).read_text(encoding="utf-8"))["name"]
        self.folder = pathlib.Path(out) / name
        self.runs = self.folder / "runs"
        self.words = self.folder / "jobs" / fingerprint(nexsim, scenario, options)
        plan = self.words / "plan.json"
        try:
            # Snakemake reads its file once more in every job.
            self.jobs = [Job(number, text) for number, text in enumerate(json.loads(plan.read_text()))]
        except OSError:
            self.jobs = list_jobs(nexsim, scenario, options)
            self.words.mkdir(parents=True, exist_ok=True)
            plan.with_suffix(".new").write_text(json.dumps([job.condition for job in self.jobs]))
            plan.with_suffix(".new").rename(plan)

    def out(self, number):
        """What a job has for --out: its tables land there, its runs where all runs are."""
        return self.words / f"{int(number):05}"

    def word(self, number):
        """The file that nexsim writes when a job's run is finished."""
        return self.out(number) / self.folder.name / "experiment.json"

    def forget_what_is_gone(self):
        """A word whose run has been removed is removed, too, so that the run is made again."""
        for job in self.jobs:
            word = self.word(job.number)
            try:
                runs = json.loads(word.read_text())["runs"]
            except (OSError, ValueError, KeyError):
                runs = []
            if not runs or any(not (self.runs / run["id"] / "run.json").exists()
                               for run in runs):
                word.unlink(missing_ok=True)
