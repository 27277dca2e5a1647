#!/usr/bin/python3
# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Figures from an experiment's folder: latency by variant, or one metric with its intervals."""

import argparse
import json
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
# pylint: disable=wrong-import-position
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from scipy import stats

# Okabe and Ito's colours, which colour-blind readers tell apart; lines differ in their dashes, too.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
DASHES = ["-", "--", "-.", ":"]
PREFIXES = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"),
            (1e-9, "n"), (1e-12, "p")]
UNITS = {"bps": ("b/s", 1), "pps": ("packets/s", 1), "ps": ("s", 1e-12), "1": ("%", 100),
         "packets": ("packets", 1)}

plt.rcParams.update({"font.size": 8, "axes.spines.top": False, "axes.spines.right": False,
                     "axes.grid": True, "grid.color": "#dddddd", "grid.linewidth": 0.5,
                     "legend.frameon": False, "pdf.fonttype": 42, "savefig.dpi": 300})


class NoData(Exception):
    """What was asked for is not in the folder."""


def in_seconds(seconds, _position=None):
    """A time with the prefix that suits it: 0.0015 is "1.5 ms"."""
    for scale, prefix in PREFIXES:
        if seconds >= 0.9999999 * scale:
            return f"{seconds / scale:.3g} {prefix}s"
    return f"{seconds:g} s"


def groups(folder):
    """Labels and run folders by variant and sweep point, in the order of the plan."""
    runs = json.loads((folder / "experiment.json").read_text())["runs"]
    found = {}
    for run in runs:
        varying = [f"{name}={value}" for name, value in run["parameters"].items()
                   if any(other["parameters"].get(name) != value for other in runs
                          if other["variant"] == run["variant"])]
        label = " ".join(filter(None, [run["variant"], *varying])) or "all"
        found.setdefault(label, []).append(run["id"])
    return found


def latency_curve(folder, runs, traffic):
    """Upper ends of the histogram's buckets in seconds, and the fraction of packets above each."""
    tables = [pd.read_csv(folder / "runs" / run / "latency.csv") for run in runs]
    table = pd.concat(tables)
    counts = table[table.traffic == traffic].groupby("high_ps")["count"].sum().sort_index()
    if counts.empty:
        raise NoData(f"{folder} has no latency of traffic '{traffic}'; it has "
                     + ", ".join(sorted(set(table.traffic))))
    return counts.index.to_numpy() * 1e-12, 1 - counts.cumsum().to_numpy() / counts.sum()


def plot_latency(folder, traffic, axes):
    """Complementary distribution of latency, a curve per variant over all its replications."""
    lowest = 1.0
    for i, (label, runs) in enumerate(groups(folder).items()):
        seconds, above = latency_curve(folder, runs, traffic)
        lowest = min(lowest, above[above > 1e-12].min(initial=1.0))
        axes.step(np.insert(seconds, 0, seconds[0]), np.insert(np.maximum(above, 1e-12), 0, 1.0),
                  where="post", label=label, linewidth=1.2, color=COLOURS[i % len(COLOURS)],
                  linestyle=DASHES[i % len(DASHES)])
    axes.set(xscale="log", yscale="log", ylim=(max(lowest / 2, 1e-5), 1.1),
             xlabel=f"latency of {traffic}", ylabel="fraction of packets above")
    axes.xaxis.set_major_formatter(FuncFormatter(in_seconds))
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    longest = max(len(text) for text in axes.get_legend_handles_labels()[1])
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2 if longest < 20 else 1,
                borderaxespad=0.2, handlelength=2.2, columnspacing=1.2)


def interval(values):
    """Mean and half-width of the 95 % interval by Student's t; 0 where there is no spread."""
    n = len(values)
    half = stats.t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n) if n > 1 else 0.0
    return values.mean(), half


def plot_metric(folder, metric, axes):
    """A metric by variant: mean, 95 % interval, and every replication as a small dot."""
    table = pd.read_csv(folder / "runs.csv", dtype={"unit": str})
    chosen = table[table.metric == metric]
    if chosen.empty:
        raise NoData(f"{folder} has no metric '{metric}'")
    unit, factor = UNITS.get(chosen.unit.iloc[0], (chosen.unit.iloc[0], 1))
    largest = chosen.value.abs().max() * factor
    scale, prefix = next(((s, p) for s, p in PREFIXES if largest >= s and unit != "%"), (1, ""))
    labels = groups(folder)
    for row, (label, runs) in enumerate(labels.items()):
        values = chosen[chosen.run.isin(runs)].value * factor / scale
        mean, half = interval(values)
        colour = COLOURS[row % len(COLOURS)]
        axes.plot(values, [row + 0.18] * len(values), ".", color=colour, alpha=0.4, markersize=4,
                  markeredgewidth=0)
        axes.errorbar(mean, row, xerr=half, fmt="o", color=colour, capsize=3, markersize=4)
    axes.set(yticks=range(len(labels)), yticklabels=labels, ylim=(len(labels) - 0.5, -0.5),
             xlabel=f"{metric} ({prefix}{unit})")
    axes.grid(axis="y", visible=False)


def main(arguments=None):
    """Draws what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="of an experiment: results/<name>")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--latency", metavar="TRAFFIC", help="latency distribution of this traffic")
    what.add_argument("--metric", metavar="PATH", help="this metric by variant, as in runs.csv")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="figure.pdf or figure.png")
    parser.add_argument("--width", type=float, default=3.5, help="inches; 3.5 is a column")
    options = parser.parse_args(arguments)
    try:
        rows = 3.5 if options.latency else 1.6 + 0.4 * len(groups(options.folder))
        figure, axes = plt.subplots(figsize=(options.width, rows * options.width / 5),
                                    layout="constrained")
        if options.latency:
            plot_latency(options.folder, options.latency, axes)
        else:
            plot_metric(options.folder, options.metric, axes)
        figure.savefig(options.out)
    except (NoData, OSError) as error:
        print(f"plot: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
