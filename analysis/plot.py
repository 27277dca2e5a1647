#!/usr/bin/python3
# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Figures for print from an experiment's folder, each of one kind; the same command, the same bytes."""

import argparse
import json
import pathlib
import sys
import textwrap

import matplotlib

matplotlib.use("Agg")
# pylint: disable=wrong-import-position
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.path import Path
from matplotlib.patches import PathPatch
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
# Names of results.py are this program's own, too: its tests and users' scripts know them here.
from results import (COLOURS, DASHES, LEVEL, NoData, arguments_of_files, band, drawing, groups,
                     in_seconds, interval, latency_curve, metric_of, program, record, scaling,
                     series, stages, swept, with_prefix)
import timeline

EVERYTHING = "*"
HATCHES = ["", "////", "....", "xxxx", "\\\\\\\\", "oooo", "----", "++++"]

plt.rcParams.update({"font.size": 8, "axes.spines.top": False, "axes.spines.right": False,
                     "axes.grid": True, "grid.color": "#dddddd", "grid.linewidth": 0.5,
                     "axes.axisbelow": True, "legend.frameon": False, "hatch.linewidth": 0.5,
                     "pdf.fonttype": 42, "savefig.dpi": 300})


def counts(shown):
    """How many replications there are, or from how many to how many."""
    sizes = sorted({len(group.runs) for group in shown})
    text = f"{sizes[0]} to {sizes[-1]}" if len(sizes) > 1 else str(sizes[0])
    return f"n = {text} replication{'' if sizes == [1] else 's'}"


def intervals(shown, what):
    """What the caption says of intervals; of single runs there are none."""
    if all(len(group.runs) == 1 for group in shown):
        return f"{counts(shown)}, no intervals"
    return f"{counts(shown)}; {what} {LEVEL * 100:.0f} % intervals of the mean (Student t)"


def legend_columns(labels):
    """Two where the labels are short enough for a column of a paper."""
    return 2 if max(map(len, labels)) < 20 else 1


def legend_above(axes, side="left"):
    """A legend above the axes, which takes nothing from the curves; from the right it may reach over
    the names of rows."""
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles, labels, loc=f"lower {side}", bbox_to_anchor=(int(side == "right"), 1),
                ncols=legend_columns(labels), borderaxespad=0.2, handlelength=2.2, columnspacing=1.2)


def times_on(axis, limits):
    """Decades of time with their prefixes."""
    axis.set_major_formatter(FuncFormatter(in_seconds))
    decades = np.log10(limits[1] / limits[0])
    axis.set_major_locator(LogLocator(subs=(1, 3) if decades < 3 else (1,)))
    axis.set_minor_formatter(NullFormatter())


def plot_latency(folder, traffic, shown, axes, above=True):
    """Distribution of latency, a curve per variant over all its replications."""
    lowest = 1.0
    for group in shown:
        seconds, share = latency_curve(folder, group.runs, traffic)
        lowest = min(lowest, share[share > 1e-12].min(initial=1.0))
        drawn = np.maximum(share, 1e-12) if above else 1 - share
        axes.step(np.insert(seconds, 0, seconds[0]), np.insert(drawn, 0, 1.0 if above else 0.0),
                  where="post", label=group.label, linewidth=1.2, color=group.colour,
                  linestyle=group.dashes)
    axes.set(xscale="log", xlabel=f"latency of {traffic}")
    if above:
        axes.set(yscale="log", ylim=(max(lowest / 2, 1e-5), 1.1), ylabel="fraction of packets above")
    else:
        axes.set(ylim=(0, 1.02), ylabel="fraction of packets up to")
    times_on(axes.xaxis, axes.get_xlim())
    legend_above(axes)
    return f"Packets of all replications together, {counts(shown)} each, no intervals."


def plot_cdf(folder, traffic, shown, axes):
    """Distribution of latency from below."""
    return plot_latency(folder, traffic, shown, axes, above=False)


def plot_metric(folder, metric, shown, axes):
    """A metric by variant: a bar to the mean, its interval, and every replication as a dot."""
    chosen = metric_of(folder, metric)
    factor, unit = scaling(chosen.unit.iloc[0], chosen[chosen.run.isin(
        [run for group in shown for run in group.runs])].value)
    for row, group in enumerate(shown):
        values = chosen[chosen.run.isin(group.runs)].value * factor
        if values.empty:
            continue
        mean, half = interval(values)
        axes.barh(row, mean, height=0.62, color=group.colour, alpha=0.35, linewidth=0)
        axes.plot(values, [row + 0.18] * len(values), ".", color=group.colour, alpha=0.5,
                  markersize=4, markeredgewidth=0)
        axes.errorbar(mean, row, xerr=half or None, fmt="o", color=group.colour, capsize=3,
                      markersize=3.5)
    axes.set(yticks=range(len(shown)), yticklabels=[group.label for group in shown],
             ylim=(len(shown) - 0.5, -0.5), xlabel=f"{metric} ({unit})")
    axes.grid(axis="y", visible=False)
    return f"Bars are means, dots replications; {intervals(shown, 'whiskers')}."


def plot_series(folder, name, shown, axes):
    """Samples over time: the mean over replications as a line, its interval as a band."""
    tables = [(group, series(folder, group.runs, name)) for group in shown]
    unit = unit_of(folder, name)
    factor, written = scaling(unit, np.concatenate([table.to_numpy().ravel() for _, table in tables]))
    longest = max(table.index.max() for _, table in tables)
    scale, prefix = scaling("ps", [longest * 1e12])
    for group, table in tables:
        mean, half = band(table * factor)
        seconds = table.index * 1e12 * scale
        axes.plot(seconds, mean, label=group.label, linewidth=1.1, color=group.colour,
                  linestyle=group.dashes)
        axes.fill_between(seconds, mean - half, mean + half, color=group.colour, alpha=0.18,
                          linewidth=0)
    axes.set(xlabel=f"time ({prefix})", ylabel=in_lines(f"{name} ({written})"), xlim=(0, None))
    legend_above(axes)
    return f"Lines are means, {intervals(shown, 'bands')}."


def plot_rows(folder, names, shown, figure, span=None):
    """Several series of one run over the same time, a row of steps each."""
    if len(shown) != 1:
        raise NoData("series in rows are of one variant at one point; choose with --only: "
                     + ", ".join(group.label for group in shown))
    group = shown[0]
    rows = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
    tables = [series(folder, group.runs, name) for name in names]
    scale, prefix = scaling("ps", [max(table.index.max() for table in tables) * 1e12])
    for name, table, axes in zip(names, tables, rows):
        factor, unit = scaling(unit_of(folder, name), table.to_numpy().ravel())
        axes.step(table.index * 1e12 * scale, table.mean(axis=1) * factor, where="post",
                  linewidth=0.9, color=group.colour)
        axes.set_title(f"{name} ({unit})" if unit else name, loc="left", fontsize=7, pad=2)
    rows[-1].set_xlabel(f"time ({prefix})")
    if span:
        rows[-1].set_xlim(*(second * 1e12 * scale for second in span))
    return f"Samples, means of {counts(shown)}."


def plot_timeline(folder, text, shown, figure, span=None):
    """What sensors, or cores, do over time, of the first replication."""
    if len(shown) != 1:
        raise NoData("a timeline is of one variant at one point; choose with --only: "
                     + ", ".join(group.label for group in shown))
    caption = timeline.draw(folder, shown[0].runs[0], "" if text == EVERYTHING else text, figure, span)
    return f"{caption} {'First of' if len(shown[0].runs) > 1 else 'One run,'} {counts(shown)}."


def in_lines(text, most=34):
    """A long path in two lines, broken behind a slash."""
    if len(text) <= most or "/" not in text:
        return text
    cut = text.rfind("/", 0, max(most, len(text) // 2)) + 1
    return text[:cut] + "\n" + text[cut:]


def unit_of(folder, name):
    """A series has the unit of the metric of its name; of one that is none, packets or nothing."""
    try:
        return metric_of(folder, name).unit.iloc[0]
    except NoData:
        return ""


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
    """A metric against a swept number: a line per variant and other point, with its intervals."""
    chosen = metric_of(folder, metric)
    factor, unit = scaling(chosen.unit.iloc[0], chosen[chosen.run.isin(
        [run for group in shown for run in group.runs])].value)
    curves = curves_over(parameter, shown)
    for place, (label, points) in enumerate(curves.items()):
        points.sort(key=lambda point: point[0])
        means, halves = zip(*(interval(chosen[chosen.run.isin(group.runs)].value * factor)
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
    axes.set(xlabel=parameter, ylabel=in_lines(f"{metric} ({unit})"))
    legend_above(axes)
    return f"Lines join means, {intervals(shown, 'whiskers')}."


def plot_stages(folder, traffic, shown, axes):
    """Where the time went: mean latency by stage, stacked, a bar per variant."""
    tables = [stages(folder, group.runs, traffic) for group in shown]
    means = pd.DataFrame([table.mean() for table in tables]).fillna(0.0)
    means = means.loc[:, (means > 0).any()]
    if means.empty:
        known = {stage["traffic"] for group in shown for stage in record(folder, group.runs[0])["stages"]}
        raise NoData(f"{folder} has no stages of traffic '{traffic}'; it has " + ", ".join(sorted(known)))
    factor, unit = scaling("ps", means.sum(axis=1))
    left = np.zeros(len(shown))
    for place, stage in enumerate(means.columns):
        widths = means[stage].to_numpy() * factor
        axes.barh(range(len(shown)), widths, left=left, height=0.62, label=stage,
                  color=COLOURS[place % len(COLOURS)], edgecolor="white", linewidth=0.4,
                  hatch=HATCHES[place % len(HATCHES)])
        left += widths
    for row, table in enumerate(tables):
        mean, half = interval(table.sum(axis=1) * factor)
        if half:
            axes.errorbar(mean, row, xerr=half, color="black", capsize=3, linewidth=0.9)
    axes.set(yticks=range(len(shown)), yticklabels=[group.label for group in shown],
             ylim=(len(shown) - 0.5, -0.5), xlim=(0, None),
             xlabel=f"mean latency of {traffic}\nby stage ({unit})")
    axes.grid(axis="y", visible=False)
    legend_above(axes, side="right")
    legend = -(-len(means.columns) // legend_columns(means.columns))
    axes.figure.set_figheight(0.78 + 0.16 * legend + 0.24 * len(shown))
    return f"Means per packet; {intervals(shown, 'whiskers on the sum:')}."


def plot_heat_map(folder, metric, shown, figure, across=None):
    """A metric over two swept parameters, a panel per variant, all in one scale."""
    axes_of = swept(shown)
    names = across or list(axes_of)[:2]
    if len(names) != 2 or any(name not in axes_of for name in names):
        raise NoData(f"a heat map needs two swept parameters; these vary: "
                     + (", ".join(axes_of) or "none"))
    others = [name for name in axes_of if name not in names]
    if others:
        raise NoData(f"{', '.join(others)} varies, too; fix it with --only {others[0]}="
                     f"{axes_of[others[0]][0]}")
    chosen = metric_of(folder, metric)
    across_x, across_y = axes_of[names[0]], axes_of[names[1]]
    panels = {}
    for group in shown:
        if any(name not in group.parameters for name in names):
            continue  # the variant does not depend on one of the two
        panel = panels.setdefault(group.variant, np.full((len(across_y), len(across_x)), np.nan))
        values = chosen[chosen.run.isin(group.runs)].value
        panel[across_y.index(group.parameters[names[1]]),
              across_x.index(group.parameters[names[0]])] = values.mean() if len(values) else np.nan
    if not panels:
        raise NoData(f"no variant depends on both {' and '.join(names)}")
    every = np.concatenate([panel.ravel() for panel in panels.values()])
    factor, unit = scaling(chosen.unit.iloc[0], every)
    low, high = np.nanmin(every) * factor, np.nanmax(every) * factor
    drawn = figure.subplots(1, len(panels), squeeze=False, sharey=True)[0]
    for axes, (variant, panel) in zip(drawn, panels.items()):
        image = axes.imshow(panel * factor, cmap="cividis", vmin=low, vmax=high, aspect="auto",
                            origin="lower")
        for (y, x), value in np.ndenumerate(panel * factor):
            if np.isfinite(value):
                axes.text(x, y, f"{value:.3g}", ha="center", va="center", fontsize=6.5,
                          color="black" if value > (low + high) / 2 else "white")
        axes.set(xticks=range(len(across_x)), xticklabels=across_x, yticks=range(len(across_y)),
                 yticklabels=across_y, xlabel=names[0], title=variant)
        axes.title.set_fontsize(8)
        axes.grid(visible=False)
    drawn[0].set_ylabel(names[1])
    figure.colorbar(image, ax=list(drawn), label=in_lines(f"{metric} ({unit})", 28), shrink=0.9)
    return f"Each cell is the mean, {counts(shown)}, no intervals."


def plot_occupancy(folder, name, shown, figure):
    """How full a queue was: over time, and for which share of the samples fuller than so much."""
    over_time, share = figure.subplots(1, 2, width_ratios=(3, 2))
    plot_series(folder, name, shown, over_time)
    over_time.set_ylim(0, None)
    factor, unit = scaling(unit_of(folder, name), [1])
    most = 0.0
    for group in shown:
        table = series(folder, group.runs, name) * factor
        values = np.unique(table.to_numpy()[np.isfinite(table.to_numpy())])
        values = np.insert(values, 0, 0.0) if values[0] > 0 else values
        above = pd.DataFrame({run: [(table[run].dropna() > value).mean() for value in values]
                              for run in table}, index=values)
        mean, half = band(above)
        share.step(values, mean, where="post", color=group.colour, linestyle=group.dashes,
                   linewidth=1.1)
        share.fill_between(values, mean - half, mean + half, step="post", color=group.colour,
                           alpha=0.18, linewidth=0)
        most = max(most, values[-1])
    share.set(xlabel=f"more than ({unit})", ylabel="fraction of samples", ylim=(0, 1.02),
              xlim=(0, most or 1))
    return f"Samples of {name}. Lines are means, {intervals(shown, 'bands')}."


def curve(edge):
    """The line of an edge, as Graphviz has put it: a chain of cubic Bezier curves."""
    points = [tuple(map(float, point.split(","))) for point in edge["pos"].split()
              if point[0] not in "se"]
    return Path(points, [Path.MOVETO] + [Path.CURVE4] * (len(points) - 1))


def draw_network(laid, loads, axes, size):
    """One network: links as wide and as coloured as the busier of their directions.

    Names stand in this size; those that nobody could read are left out, with their numbers.
    """
    colours = plt.get_cmap("cividis_r")
    for edge in laid.get("edges", []):
        name = edge["tooltip"].split(", ")[0]
        ends = [loads.get(f"{name}/{direction}/utilisation", np.nan)
                for direction in ("forward", "backward")]
        known = [load for load in ends if np.isfinite(load)]
        load = max(known) if known else None
        line = curve(edge)
        axes.add_patch(PathPatch(line, fill=False, linewidth=0.8 + 3.2 * (load or 0),
                                 color="#999999" if load is None else colours(0.1 + 0.9 * load),
                                 capstyle="round", zorder=1))
        middle = line.interpolated(8).vertices
        if load is not None and load >= 0.005 and size > 3:
            axes.annotate(f"{load * 100:.0f} %", middle[len(middle) // 2], fontsize=size - 0.5, ha="center",
                          va="center", zorder=2,
                          bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": .85})
    for node in laid.get("objects", []):
        x, y = map(float, node["pos"].split(","))
        axes.annotate(node["name"] if size > 3 else "", (x, y), fontsize=size, ha="center", va="center", zorder=3,
                      bbox={"boxstyle": "round,pad=0.25" if node["shape"] == "plaintext"
                            else "square,pad=0.3", "fc": "white", "lw": 0.6,
                            "ec": "#aaaaaa" if node["shape"] == "plaintext" else "black"})
    # Not the drawing's own box, which a legend of Graphviz may have widened.
    places = positions(laid)
    margin = 0.13 * np.maximum(np.ptp(places, axis=0), 40)
    (left, bottom), (right, top) = places.min(axis=0) - margin, places.max(axis=0) + margin
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.set_axis_off()


def positions(laid):
    """Where Graphviz has put the nodes, in points."""
    return np.array([[*map(float, node["pos"].split(","))] for node in laid.get("objects", [])])


def name_size(laid, inches):
    """Of the nodes' names in points, so that neighbours in a row have room; 6.5 if they can."""
    places = positions(laid)
    longest = max(len(node["name"]) for node in laid["objects"]) + 2
    gaps = [gap for y in set(places[:, 1]) for gap in np.diff(np.sort(places[places[:, 1] == y, 0]))]
    share = min(gaps, default=np.inf) / max(np.ptp(places[:, 0]) * 1.26, 1)
    return min(6.5, share * inches * 72 / (0.6 * longest))


def plot_topology(folder, _what, shown, figure, nexsim):
    """The network with the load of its links, a panel per variant or point."""
    if len(shown) > 6:
        raise NoData(f"{len(shown)} networks are too many for a figure; choose with --only")
    found = [json.loads(drawing(folder, group.runs[0], nexsim, "json", arguments_of_files(folder))[0])
             for group in shown]
    # Side by side where names stay readable, else below each other; the rest is for the scale.
    width = figure.get_size_inches()[0] - 0.9
    columns = next((n for n in (3, 2) if n <= len(shown)
                    and min(name_size(laid, width / n) for laid in found) >= 6), 1)
    rows = -(-len(shown) // columns)
    figure.set_size_inches(width + 0.9, 0.4 + rows * max(0.2 + 0.4 * width / columns, 2.4))
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for unused in panels[len(shown):]:
        unused.set_axis_off()
    for axes, group, laid in zip(panels, shown, found):
        tables = pd.concat([pd.DataFrame(record(folder, run)["metrics"]) for run in group.runs])
        tables = tables[tables.path.str.endswith("/utilisation")]
        draw_network(laid, tables.groupby("path").value.mean().to_dict(), axes,
                     name_size(laid, width / columns))
        if group.label != "all":
            axes.set_title(group.label, fontsize=8)
    scale = plt.cm.ScalarMappable(plt.Normalize(0, 100), matplotlib.colors.ListedColormap(
        plt.get_cmap("cividis_r")(np.linspace(0.1, 1, 256))))
    figure.colorbar(scale, ax=list(panels), label="load of the busier direction (%)", shrink=0.7)
    return f"Mean load of each link, {counts(shown)}, no intervals."


# Kind: what draws it, into one axes or a figure; and its height in inches for a legend of so many
# labels, so many rows, and a width.
KINDS = {
    "latency": (plot_latency, "axes"), "cdf": (plot_cdf, "axes"), "metric": (plot_metric, "rows"),
    "series": (plot_series, "axes"), "stages": (plot_stages, "rows"),
    "heat_map": (plot_heat_map, "figure"), "occupancy": (plot_occupancy, "figure"),
    "topology": (plot_topology, "figure"), "timeline": (plot_timeline, "figure"),
}


def height(options, shown):
    """Of the figure in inches: the legend and each row of a table of metrics take their own."""
    rows = -(-len(shown) // legend_columns([group.label for group in shown]))
    if options.metric and not options.over:
        return 0.6 + 0.2 * len(shown)
    if getattr(options, "heat_map", None):
        return 2.2
    if len(getattr(options, "series", None) or []) > 1:
        return 0.6 + 0.55 * len(options.series)
    return 0.6 * options.width + 0.16 * rows + 0.25


def draw(options):
    """The figure that the command line asks for."""
    kind, what = next((kind, getattr(options, kind)) for kind in KINDS if getattr(options, kind))
    function, area = KINDS[kind]
    shown = groups(options.folder, options.only)
    figure = plt.figure(figsize=(options.width, height(options, shown)), layout="constrained")
    further = {}
    if kind == "heat_map":
        further = {"across": options.over}
    elif kind == "metric" and options.over:
        function, what = plot_over, (what, options.over[0])
    elif kind == "series" and len(what) > 1:
        function, area, further = plot_rows, "figure", {"span": options.span}
    elif kind == "series":
        what = what[0]
    elif kind == "timeline":
        further = {"span": options.span}
    elif kind == "topology":
        further = {"nexsim": options.nexsim}
    place = figure if area == "figure" else figure.subplots()
    asked = what if isinstance(what, tuple) else (what,)
    caption = function(options.folder, *asked, shown, place, **further)
    caption = textwrap.fill(caption, int(19 * options.width))
    figure.supxlabel(caption, x=0.01, ha="left", fontsize=6.5, color="#444444")
    return figure


def main(arguments=None):
    """Draws what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="of an experiment: results/<name>")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--latency", "--ccdf", metavar="TRAFFIC",
                      help="fraction of this traffic's packets above each latency")
    what.add_argument("--cdf", metavar="TRAFFIC", help="fraction up to each latency")
    what.add_argument("--metric", metavar="PATH", help="bars of this metric, as in runs.csv")
    what.add_argument("--series", metavar="PATH", action="append",
                      help="samples over time, as in series.csv; given again, a row of its own")
    what.add_argument("--stages", metavar="TRAFFIC", help="mean latency by stage, stacked")
    what.add_argument("--heat-map", metavar="PATH", help="a metric over two swept parameters")
    what.add_argument("--occupancy", metavar="PATH", help="how full a queue is: a series of it")
    what.add_argument("--timeline", metavar="TEXT", nargs="?", const=EVERYTHING,
                      help="what sensors and cores do over time, of those whose names have this text, "
                           "as in timeline.json")
    what.add_argument("--topology", action="store_true", help="the network and its links' load")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="figure.pdf or figure.png")
    parser.add_argument("--only", metavar="TEXT", action="append", default=[],
                        help="what labels must contain to be shown, such as a variant or r=2; "
                             "several must all be there")
    parser.add_argument("--over", nargs="+", metavar="PARAMETER",
                        help="with --metric: lines over this swept number; with --heat-map: the two "
                             "parameters, if not the first that are swept")
    parser.add_argument("--span", nargs=2, type=float, metavar=("FROM", "TO"),
                        help="of series in rows and timelines: seconds of simulated time")
    parser.add_argument("--width", type=float, default=3.5, help="inches; 3.5 is a column")
    parser.add_argument("--nexsim", default=program(),
                        help="the program, for --topology; default: build/nexsim of this repository, or that of the PATH")
    options = parser.parse_args(arguments)
    if options.over and len(options.over) != (1 if options.metric else 2 if options.heat_map else 0):
        parser.error("--over takes one parameter with --metric, two with --heat-map")
    try:
        figure = draw(options)
        # No date, so that the same results give the same bytes.
        figure.savefig(options.out, metadata={"CreationDate": None}
                       if options.out.suffix == ".pdf" else None)
        plt.close(figure)
    except (NoData, OSError) as error:
        print(f"plot: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
