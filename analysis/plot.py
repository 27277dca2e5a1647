#!/usr/bin/python3
# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Figures from an experiment's folder: latency by variant, or one metric, over a sweep if wanted."""

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


def with_prefix(number, _position=None):
    """400000 is "400k"."""
    scale, prefix = next(((s, p) for s, p in PREFIXES if 1 <= s <= abs(number)), (1, ""))
    return f"{number / scale:.4g}{prefix}"


class Group:
    """The replications of one variant at one sweep point."""

    def __init__(self, label, variant, point, parameters):
        self.label = label
        self.variant = variant
        self.parameters = parameters
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
        group = Group(label, place, len(of_variant) if varying else place, run["parameters"])
        of_variant.setdefault(label, group).runs.append(run["id"])
    shown = [group for of_variant in found.values() for group in of_variant.values()
             if all(text in group.label for text in only)]
    if not shown:
        raise NoData(f"{folder} has no variant or point with {' and '.join(only)}; it has "
                     + ", ".join(label for of_variant in found.values() for label in of_variant))
    return shorten(shown, variants)


def shorten(shown, variants):
    """Takes off the labels what all that is shown has in common; one curve per variant has its dashes."""
    common = {f"{name}={value}" for name, value in shown[0].parameters.items()
              if all(group.parameters.get(name) == value for group in shown)}
    single = len({group.variant for group in shown}) == len(shown)
    for group in shown if len(shown) > 1 else []:
        label = " ".join(part for part in group.label.split(" ") if part not in common)
        group.label = label or variants[group.variant] or "all"
        group.dashes = DASHES[group.variant % len(DASHES)] if single else group.dashes
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
    put_legend([group.label for group in shown], axes)


def put_legend(labels, axes):
    """Above the curves, which it takes nothing from."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=legend_columns(labels),
                borderaxespad=0.2, handlelength=2.2, columnspacing=1.2)


def legend_columns(labels):
    """Two where the labels are short enough for a column of a paper."""
    return 2 if max(map(len, labels)) < 20 else 1


def height(options, shown):
    """Of the figure in inches: the legend and each row of a table of metrics take their own."""
    if options.metric and not options.over:
        return 0.4 + 0.2 * len(shown)
    labels = (list(curves_over(options.over, shown)) if options.over
              else [group.label for group in shown])
    return 0.6 * options.width + 0.16 * -(-len(labels) // legend_columns(labels))


def interval(values):
    """Mean and half-width of the 95 % interval by Student's t; 0 where there is no spread."""
    n = len(values)
    half = stats.t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n) if n > 1 else 0.0
    return values.mean(), half


def values_of(folder, metric):
    """Rows of a metric in a unit of which its values are not many thousands, and that unit."""
    table = pd.read_csv(folder / "runs.csv", dtype={"unit": str})
    chosen = table[table.metric == metric]
    if chosen.empty:
        raise NoData(f"{folder} has no metric '{metric}'")
    unit, factor = UNITS.get(chosen.unit.iloc[0], (chosen.unit.iloc[0], 1))
    largest = chosen.value.abs().max() * factor
    scale, prefix = next(((s, p) for s, p in PREFIXES if largest >= s and unit != "%"), (1, ""))
    return chosen.assign(value=chosen.value * factor / scale), f"{metric} ({prefix}{unit})"


def curves_over(parameter, shown):
    """Groups that differ in a swept number only, by what else their labels say: [(x, group)] each."""
    curves = {}
    for group in shown:
        try:
            x = float(group.parameters[parameter])
        except (KeyError, ValueError):
            raise NoData(f"'{parameter}' of {group.label} is no number that is swept") from None
        rest = [part for part in group.label.split(" ") if not part.startswith(f"{parameter}=")]
        curves.setdefault(" ".join(rest) or "all", []).append((x, group))
    return curves


def plot_over(folder, metric, parameter, shown, axes):
    """A metric against a swept number: a line per variant and other point, with 95 % intervals."""
    chosen, name = values_of(folder, metric)
    curves = curves_over(parameter, shown)
    for place, (label, points) in enumerate(curves.items()):
        points.sort(key=lambda point: point[0])
        means, halves = zip(*(interval(chosen[chosen.run.isin(group.runs)].value)
                              for _, group in points))
        axes.errorbar([x for x, _ in points], means, yerr=halves, label=label, capsize=2,
                      marker="o", markersize=3, linewidth=1.2, color=points[0][1].colour,
                      linestyle=DASHES[place % len(DASHES)])
    numbers = [x for points in curves.values() for x, _ in points]
    if min(numbers) > 0 and max(numbers) >= 20 * min(numbers):
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_formatter(FuncFormatter(with_prefix))
    axes.set(xlabel=parameter, ylabel=name)
    put_legend(list(curves), axes)


def plot_metric(folder, metric, shown, axes):
    """A metric by variant: mean, 95 % interval, and every replication as a small dot."""
    chosen, name = values_of(folder, metric)
    for row, group in enumerate(shown):
        values = chosen[chosen.run.isin(group.runs)].value
        mean, half = interval(values)
        axes.plot(values, [row + 0.18] * len(values), ".", color=group.colour, alpha=0.4,
                  markersize=4, markeredgewidth=0)
        axes.errorbar(mean, row, xerr=half, fmt="o", color=group.colour, capsize=3, markersize=4)
    axes.set(yticks=range(len(shown)), yticklabels=[group.label for group in shown],
             ylim=(len(shown) - 0.5, -0.5))
    # From the right: beside long labels the axis is shorter than its own name.
    axes.set_xlabel(name, loc="right")
    axes.grid(axis="y", visible=False)


def main(arguments=None):
    """Draws what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="of an experiment: results/<name>")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--latency", metavar="TRAFFIC", help="latency distribution of this traffic")
    what.add_argument("--metric", metavar="PATH", help="this metric by variant, as in runs.csv")
    parser.add_argument("--over", metavar="PARAMETER",
                        help="with --metric: lines over this swept number")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="figure.pdf or figure.png")
    parser.add_argument("--only", metavar="TEXT", action="append", default=[],
                        help="what labels must contain to be shown, such as a variant or r=2; "
                             "several must all be there")
    parser.add_argument("--width", type=float, default=3.5, help="inches; 3.5 is a column")
    options = parser.parse_args(arguments)
    if options.over and not options.metric:
        parser.error("--over is for a --metric")
    try:
        shown = groups(options.folder, options.only)
        figure, axes = plt.subplots(figsize=(options.width, height(options, shown)),
                                    layout="constrained")
        if options.latency:
            plot_latency(options.folder, options.latency, shown, axes)
        elif options.over:
            plot_over(options.folder, options.metric, options.over, shown, axes)
        else:
            plot_metric(options.folder, options.metric, shown, axes)
        figure.savefig(options.out)
    except (NoData, OSError) as error:
        print(f"plot: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
