# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""The runs of a scenario as `nexsim list --json` tells them, for Snakefile."""

import json
import pathlib
import subprocess


class PlanError(Exception):
    """The plan cannot be had; the message says why."""


def ask(nexsim, scenario, out, options):
    """The plan: its folder, and each run with id, condition for --only, and whether it is finished."""
    command = [nexsim, "list", "--json", scenario, "--out", str(out), *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise PlanError(f"there is no {error.filename}; --config nexsim=PROGRAM names it") from error
    if done.returncode != 0:
        raise PlanError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)[0]


class Campaign:
    """A scenario's runs, and where the job of each leaves word that it is finished."""

    def __init__(self, plan):
        self.folder = pathlib.Path(plan["folder"])
        self.runs = self.folder / "runs"
        self.words = self.folder / "jobs"
        self.conditions = {run["id"]: run["only"] for run in plan["runs"]}
        self.missing = [run["id"] for run in plan["runs"] if not run["finished"]]

    @classmethod
    def begin(cls, nexsim, scenario, out, options):
        """Asks for the plan, and keeps it for the jobs."""
        plan = ask(nexsim, scenario, out, options)
        campaign = cls(plan)
        if campaign.folder.name != cls.name_of(scenario):
            raise PlanError(f"{scenario}: an option changes its name to {campaign.folder.name}; write the name "
                            "into the file, by which the jobs of a campaign find each other")
        campaign.words.mkdir(parents=True, exist_ok=True)
        file = campaign.words / "plan.json"
        file.with_suffix(".new").write_text(json.dumps(plan))
        file.with_suffix(".new").rename(file)
        for run in campaign.missing:
            # Word of a run that has been removed since.
            campaign.word(run).unlink(missing_ok=True)
        return campaign

    @classmethod
    def within(cls, scenario, out):
        """The plan that the campaign of which this is a job goes by: Snakemake reads its file in each."""
        return cls(json.loads((pathlib.Path(out) / cls.name_of(scenario) / "jobs" / "plan.json").read_text()))

    @staticmethod
    def name_of(scenario):
        """The experiment's, as the file has it."""
        return json.loads(pathlib.Path(scenario).read_text(encoding="utf-8"))["name"]

    def out(self, run):
        """What a job has for --out: its tables land there, its run where all runs are."""
        return self.words / run

    def word(self, run):
        """The file that nexsim writes when a job's run is finished."""
        return self.out(run) / self.folder.name / "experiment.json"

    def command(self, run, nexsim, scenario, options):
        """Makes this run alone."""
        only = ["--only", self.conditions[run]] if self.conditions[run] else []
        return [nexsim, "run", scenario, "--jobs", "1", "--out", str(self.out(run)), *only, *options]
