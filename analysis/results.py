# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""What an experiment left in results/NAME, as figures and pages need it. Reads, never writes."""

import json
import pathlib
import re
import subprocess

import numpy as np
import pandas as pd
from scipy import stats

# Okabe and Ito's colours, which colour-blind readers tell apart; lines differ in their dashes, too.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
DASHES = ["-", "--", "-.", ":", (0, (8, 2)), (0, (4, 1.5, 1, 1.5, 1, 1.5)), (0, (1, 3))]
LEVEL = 0.95
PREFIXES = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"),
            (1e-9, "n"), (1e-12, "p")]
UNITS = {"bps": ("b/s", 1), "pps": ("packets/s", 1), "ps": ("s", 1e-12), "1": ("%", 100),
         "packets": ("packets", 1)}


def with_prefix(number, _position=None):
    """400000 is "400k"."""
    scale, prefix = next(((s, p) for s, p in PREFIXES if 1 <= s <= abs(number)), (1, ""))
    return f"{number / scale:.4g}{prefix}"


class NoData(Exception):
    """What was asked for is not in the folder."""


class Group:
    """The replications of one variant at one sweep point."""

    def __init__(self, label, place, point, run):
        self.label = label
        self.place = place  # of the variant, in the order of the plan
        self.variant = run["variant"]
        self.parameters = run["parameters"]
        self.colour = COLOURS[place % len(COLOURS)]  # the same for all points of one of several variants
        self.dashes = DASHES[point % len(DASHES)]
        self.runs = []


def program():
    """The nexsim of this repository, once it is built, or else that of the PATH."""
    built = pathlib.Path(__file__).resolve().parent.parent / "build" / "nexsim"
    return str(built) if built.exists() else "nexsim"


def experiment(folder):
    """experiment.json."""
    path = folder / "experiment.json"
    if not path.is_file():
        raise NoData(fault(folder))
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise NoData(f"{path} is no JSON; nexsim run on the scenario writes it anew") from None


def fault(folder):
    """Why a folder is not that of an experiment, and which one may be meant."""
    if not folder.exists():
        return f"there is no folder {folder}; expected one such as results/quickstart, which nexsim run leaves"
    for above in (folder.parent, folder.parent.parent):
        if (above / "experiment.json").is_file():
            return f"{folder} is within the folder of an experiment; expected {above}"
    if (folder / "runs").is_dir():
        return (f"{folder} has no experiment.json yet: nexsim run has not come to its end; the same "
                "command goes on where it stopped")
    within = sorted(str(path.parent) for path in folder.glob("*/experiment.json"))
    return (f"{folder} has no experiment.json" + (f", but there is {', '.join(within[:8])}" if within else
                                                  "; a finished nexsim run leaves one in results/NAME"))


def groups(folder, only=()):
    """By variant and sweep point, in the order of the plan; those whose label has all of `only`."""
    runs = experiment(folder)["runs"]
    variants = list(dict.fromkeys(run["variant"] for run in runs))
    found = {}
    for run in runs:
        varying = [f"{name}={value}" for name, value in run["parameters"].items()
                   if any(other["parameters"].get(name) != value for other in runs
                          if other["variant"] == run["variant"])]
        label = " ".join(filter(None, [run["variant"], *varying])) or "all"
        of_variant = found.setdefault(run["variant"], {})
        # Curves of one variant differ in their dashes, those of variants without points do, too.
        place = variants.index(run["variant"])
        group = Group(label, place, len(of_variant) if varying else place, run)
        if len(variants) == 1:
            group.colour = COLOURS[len(of_variant) % len(COLOURS)]
        if run.get("finished", True):
            of_variant.setdefault(label, group).runs.append(run["id"])
    if not any(group.runs for of_variant in found.values() for group in of_variant.values()):
        raise NoData(f"{folder} has no finished run; nexsim run on the scenario goes on with them")
    shown = [group for of_variant in found.values() for group in of_variant.values()
             if all(text in group.label for text in only)]
    if not shown:
        raise NoData(f"{folder} has no variant or point with {' and '.join(only)}; it has "
                     + ", ".join(label for of_variant in found.values() for label in of_variant))
    return shorten(shown)


def shorten(shown):
    """Takes off the labels what all that is shown has in common; one curve per variant has its dashes."""
    common = {f"{name}={value}" for name, value in shown[0].parameters.items()
              if all(group.parameters.get(name) == value for group in shown)}
    single = len({group.variant for group in shown}) == len(shown)
    for group in shown:
        if len(shown) > 1:
            label = " ".join(part for part in group.label.split(" ") if part not in common)
            group.label = label or group.variant or "all"
        if single:
            group.dashes = DASHES[group.place % len(DASHES)]
    return shown


def swept(shown):
    """Parameters that differ among groups, each with its values in the order of the plan."""
    names = dict.fromkeys(name for group in shown for name in group.parameters)
    values = {name: list(dict.fromkeys(group.parameters[name] for group in shown
                                       if name in group.parameters)) for name in names}
    return {name: found for name, found in values.items() if len(found) > 1}


def interval(values):
    """Mean and half-width of the 95 % interval by Student's t; 0 where there is no spread."""
    return values.mean(), half_width(values.std(ddof=1), len(values))


def half_width(deviation, n):
    """Of the interval of a mean, from the standard deviation of n values."""
    return stats.t.ppf((1 + LEVEL) / 2, n - 1) * deviation / np.sqrt(n) if n > 1 else 0.0


def metrics(folder):
    """runs.csv."""
    return pd.read_csv(folder / "runs.csv", dtype={"unit": str})


def metric_of(folder, metric):
    """The rows of one metric."""
    table = metrics(folder)
    chosen = table[table.metric == metric]
    if chosen.empty:
        raise NoData(f"{folder} has no metric '{metric}'")
    return chosen


def scaling(unit, values):
    """What to multiply values with, and the unit that then stands there: ps become "ms"."""
    name, factor = UNITS.get(unit, (unit, 1))
    largest = np.nanmax(np.abs(np.asarray(values, dtype=float)), initial=0) * factor
    if name in ("%", "packets"):
        return factor, name
    scale, prefix = next(((s, p) for s, p in PREFIXES if largest >= 0.9999999 * s), (1, ""))
    return factor / scale, prefix + name


def in_seconds(seconds, _position=None):
    """A time with the prefix that suits it: 0.0015 is "1.5 ms"."""
    for scale, prefix in PREFIXES:
        if seconds >= 0.9999999 * scale:
            return f"{seconds / scale:.3g} {prefix}s"
    return f"{seconds:g} s"


def latency_table(folder, runs):
    """Histograms of all traffic of these runs."""
    return pd.concat([pd.read_csv(folder / "runs" / run / "latency.csv") for run in runs])


def latency_curve(folder, runs, traffic):
    """Upper ends of the histogram's buckets in seconds, and the fraction of packets above each."""
    table = latency_table(folder, runs)
    counts = table[table.traffic == traffic].groupby("high_ps")["count"].sum().sort_index()
    if counts.empty:
        raise NoData(f"{folder} has no latency of traffic '{traffic}'; it has "
                     + ", ".join(sorted(set(table.traffic))))
    return counts.index.to_numpy() * 1e-12, 1 - counts.cumsum().to_numpy() / counts.sum()


def series_names(folder, run):
    """What series.csv of a run has samples of."""
    path = folder / "runs" / run / "series.csv"
    return list(pd.read_csv(path, nrows=0).columns[1:]) if path.exists() else []


def series(folder, runs, name):
    """Samples by time in seconds, a column per run; a run that ended early has none at the end."""
    known = series_names(folder, runs[0])
    if name not in known:
        raise NoData(f"{folder} has no series '{name}'; it has "
                     + (", ".join(known) or "none: name it under measure, series"))
    tables = [pd.read_csv(folder / "runs" / run / "series.csv", usecols=["time_ps", name],
                          index_col="time_ps")[name].rename(run) for run in runs]
    table = pd.concat(tables, axis=1).sort_index()
    table.index = table.index * 1e-12
    return table


def band(table):
    """Mean and half-width of the interval over the columns, for each row."""
    n = table.count(axis=1)
    t = stats.t.ppf((1 + LEVEL) / 2, np.maximum(n - 1, 1))
    half = (t * table.std(axis=1, ddof=1) / np.sqrt(n)).where(n > 1, 0.0).fillna(0.0)
    return table.mean(axis=1), half


def record(folder, run):
    """run.json."""
    return json.loads((folder / "runs" / run / "run.json").read_text(encoding="utf-8"))


def stages(folder, runs, traffic):
    """Mean picoseconds per packet in each stage, a row per run; of no packets there is none."""
    rows = [{stage["stage"]: stage["sum_ps"] / stage["segments"]
             for stage in record(folder, run)["stages"]
             if stage["traffic"] == traffic and stage["segments"]} for run in runs]
    return pd.DataFrame(rows, index=runs).fillna(0.0)


def drawing(folder, run, nexsim, layout, extra=()):
    """The network of a run as Graphviz lays it out, and what `nexsim dot` says of its numbers."""
    try:
        dot = subprocess.run([nexsim, "dot", str(folder / "runs" / run), *extra],
                             capture_output=True, check=True, text=True).stdout
        # A legend in the drawing would make it as wide as itself.
        said = re.search(r'graph \[label="((?:[^"\\]|\\.)*)"', dot)
        laid = subprocess.run(["dot", f"-T{layout}"], input=dot.replace(said[0], 'graph [label=""'),
                              capture_output=True, check=True, text=True).stdout
        return laid, re.sub(r"\\(.)", r"\1", said[1])
    except FileNotFoundError as error:
        raise NoData(f"the topology needs {error.filename}") from error
    except subprocess.CalledProcessError as error:
        raise NoData(f"{error.cmd[0]}: {error.stderr.strip()}") from error


def arguments_of_files(folder):
    """Options with which `nexsim dot` finds what a run's document names."""
    known = experiment(folder)
    words = ["--scenario", known["scenario"]] if pathlib.Path(known.get("scenario", "")).exists() else []
    return words + [word for library in known.get("libraries", []) for word in ("--load", library)]
