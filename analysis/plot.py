#!/usr/bin/python3
# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Figures from an experiment's folder: latency by variant, a metric with its intervals, or series."""

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
from matplotlib.ticker import EngFormatter, FuncFormatter, LogLocator, MaxNLocator, NullFormatter
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


class Group:
    """The replications of one variant at one sweep point."""

    def __init__(self, label, variant, point):
        self.label = label
        self.colour = COLOURS[variant % len(COLOURS)]  # the same for all points of a variant
        self.dashes = DASHES[point % len(DASHES)]
        self.runs = []


def groups(folder, only=()):
    """By variant and sweep point, in the order of the plan; those whose label has all of `only`."""
    runs = json.loads((folder / "experiment.json").read_text())["runs"]
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
        group = Group(label, place, len(of_variant) if varying else place)
        of_variant.setdefault(label, group).runs.append(run["id"])
    shown = [group for of_variant in found.values() for group in of_variant.values()
             if all(text in group.label for text in only)]
    if not shown:
        raise NoData(f"{folder} has no variant or point with {' and '.join(only)}; it has "
                     + ", ".join(label for of_variant in found.values() for label in of_variant))
    return shown


def latency_curve(folder, runs, traffic):
    """Upper ends of the histogram's buckets in seconds, and the fraction of packets above each."""
    tables = [pd.read_csv(folder / "runs" / run / "latency.csv") for run in runs]
    table = pd.concat(tables)
    counts = table[table.traffic == traffic].groupby("high_ps")["count"].sum().sort_index()
    if counts.empty:
        raise NoData(f"{folder} has no latency of traffic '{traffic}'; it has "
                     + ", ".join(sorted(set(table.traffic))))
    return counts.index.to_numpy() * 1e-12, 1 - counts.cumsum().to_numpy() / counts.sum()


def plot_latency(folder, traffic, shown, axes):
    """Complementary distribution of latency, a curve per variant over all its replications."""
    lowest = 1.0
    for group in shown:
        seconds, above = latency_curve(folder, group.runs, traffic)
        lowest = min(lowest, above[above > 1e-12].min(initial=1.0))
        axes.step(np.insert(seconds, 0, seconds[0]), np.insert(np.maximum(above, 1e-12), 0, 1.0),
                  where="post", label=group.label, linewidth=1.2, color=group.colour,
                  linestyle=group.dashes)
    axes.set(xscale="log", yscale="log", ylim=(max(lowest / 2, 1e-5), 1.1),
             xlabel=f"latency of {traffic}", ylabel="fraction of packets above")
    axes.xaxis.set_major_formatter(FuncFormatter(in_seconds))
    decades = np.log10(np.divide(*reversed(axes.get_xlim())))
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 3) if decades < 3 else (1,)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=legend_columns(shown),
                borderaxespad=0.2, handlelength=2.2, columnspacing=1.2)


def legend_columns(shown):
    """Two where the labels are short enough for a column of a paper."""
    return 2 if max(len(group.label) for group in shown) < 20 else 1


def height(options, shown):
    """Of the figure in inches: the legend and each row of a table of metrics take their own."""
    if options.metric:
        return 0.4 + 0.2 * len(shown)
    if options.series:
        return 0.4 + 0.55 * len(options.series)
    return 0.6 * options.width + 0.16 * -(-len(shown) // legend_columns(shown))


def interval(values):
    """Mean and half-width of the 95 % interval by Student's t; 0 where there is no spread."""
    n = len(values)
    half = stats.t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n) if n > 1 else 0.0
    return values.mean(), half


def plot_metric(folder, metric, shown, axes):
    """A metric by variant: mean, 95 % interval, and every replication as a small dot."""
    table = pd.read_csv(folder / "runs.csv", dtype={"unit": str})
    chosen = table[table.metric == metric]
    if chosen.empty:
        raise NoData(f"{folder} has no metric '{metric}'")
    unit, factor = UNITS.get(chosen.unit.iloc[0], (chosen.unit.iloc[0], 1))
    largest = chosen.value.abs().max() * factor
    scale, prefix = next(((s, p) for s, p in PREFIXES if largest >= s and unit != "%"), (1, ""))
    for row, group in enumerate(shown):
        values = chosen[chosen.run.isin(group.runs)].value * factor / scale
        mean, half = interval(values)
        axes.plot(values, [row + 0.18] * len(values), ".", color=group.colour, alpha=0.4,
                  markersize=4, markeredgewidth=0)
        axes.errorbar(mean, row, xerr=half, fmt="o", color=group.colour, capsize=3, markersize=4)
    axes.set(yticks=range(len(shown)), yticklabels=[group.label for group in shown],
             ylim=(len(shown) - 0.5, -0.5), xlabel=f"{metric} ({prefix}{unit})")
    axes.grid(axis="y", visible=False)


def series_of(folder, run, names):
    """Times in seconds and a column per series of this run, as they were measured."""
    path = folder / "runs" / run / "series.csv"
    if not path.exists():
        raise NoData(f"{folder} has no series; a scenario asks for them by \"measure\"")
    table = pd.read_csv(path)
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise NoData(f"{folder} has no series '{missing[0]}'; it has "
                     + ", ".join(name for name in table.columns if name != "time_ps"))
    return table.time_ps.to_numpy() * 1e-12, table[list(names)]


def plot_series(folder, names, shown, figure, span=None):
    """Levels over time in the first run of what is shown, a row for each: who does what when."""
    group = shown[0]
    seconds, table = series_of(folder, group.runs[0], names)
    rows = figure.subplots(len(names), sharex=True, squeeze=False)[:, 0]
    for place, (name, axes) in enumerate(zip(names, rows)):
        colour = COLOURS[place % len(COLOURS)]
        axes.fill_between(seconds, table[name], step="pre", color=colour, alpha=0.25, linewidth=0)
        axes.step(seconds, table[name], where="pre", color=colour, linewidth=1)
        axes.set_title(name, loc="left", pad=2)
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=2, integer=True))
        axes.yaxis.set_major_formatter(EngFormatter(sep=""))
    rows[-1].set(xlabel=f"time ({group.label})", xlim=span or (0, seconds[-1]))
    rows[-1].xaxis.set_major_formatter(FuncFormatter(in_seconds))
    return rows


def main(arguments=None):
    """Draws what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="of an experiment: results/<name>")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--latency", metavar="TRAFFIC", help="latency distribution of this traffic")
    what.add_argument("--metric", metavar="PATH", help="this metric by variant, as in runs.csv")
    what.add_argument("--series", metavar="PATH", action="append",
                      help="this series of one run over time; as often as there are rows")
    parser.add_argument("--span", metavar=("FROM", "TO"), type=float, nargs=2,
                        help="of series: seconds of simulated time")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="figure.pdf or figure.png")
    parser.add_argument("--only", metavar="TEXT", action="append", default=[],
                        help="what labels must contain to be shown, such as a variant or r=2; "
                             "several must all be there")
    parser.add_argument("--width", type=float, default=3.5, help="inches; 3.5 is a column")
    options = parser.parse_args(arguments)
    try:
        shown = groups(options.folder, options.only)
        figure = plt.figure(figsize=(options.width, height(options, shown)), layout="constrained")
        if options.latency:
            plot_latency(options.folder, options.latency, shown, figure.subplots())
        elif options.metric:
            plot_metric(options.folder, options.metric, shown, figure.subplots())
        else:
            plot_series(options.folder, options.series, shown, figure, options.span)
        figure.savefig(options.out)
    except (NoData, OSError) as error:
        print(f"plot: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
