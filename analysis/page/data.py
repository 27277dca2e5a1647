# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""The numbers behind a page's figures, small enough to be part of it."""

import numpy as np
import pandas as pd

import results

MOST_POINTS = 400  # of a curve
MOST_METRICS = 400
FIRST = ("throughput", "loss", "latency/mean", "latency/p50", "latency/p99", "latency/max")


def thinned(points):
    """At most so many of them, the first and the last included."""
    if len(points) <= MOST_POINTS:
        return points
    return [points[i] for i in np.unique(np.linspace(0, len(points) - 1, MOST_POINTS).astype(int))]


def rounded(value):
    """Six digits are more than a figure shows."""
    return float(f"{value:.6g}")


def latency(folder, groups):
    """By traffic, for each group: [seconds, fraction above]."""
    curves = {}
    for index, group in enumerate(groups):
        table = results.latency_table(folder, group.runs)
        for traffic, part in table.groupby("traffic", sort=False):
            counts = part.groupby("high_ps")["count"].sum().sort_index()
            above = 1 - counts.cumsum() / counts.sum()
            points = [[rounded(low * 1e-12), rounded(max(share, 0.0))]
                      for low, share in zip(counts.index, above) if share > 1e-12 or share == 0]
            points = [[rounded(part.low_ps.min() * 1e-12), 1.0], *points]
            curves.setdefault(traffic, [None] * len(groups))[index] = thinned(points)
    return curves


def order_of(path, traffic):
    """Figures that most readers look for come first."""
    known = [f"{name}/{what}" for name in traffic for what in FIRST]
    return known.index(path) if path in known else len(known)


def metric_values(folder, groups, traffic):
    """By path: unit, and for each group [mean, half-width, n]; those that differ among groups."""
    table = results.metrics(folder)
    of_run = {run: index for index, group in enumerate(groups) for run in group.runs}
    table = table[table.run.isin(of_run)].assign(group=lambda rows: rows.run.map(of_run))
    grouped = table.groupby(["metric", "group"], sort=False).value
    cells = pd.DataFrame({"mean": grouped.mean(), "n": grouped.count(), "sd": grouped.std(ddof=1)})
    unit = table.groupby("metric", sort=False).unit.first()
    found = {}
    for path, rows in cells.groupby(level=0, sort=False):
        if order_of(path, traffic) == order_of("", traffic) and rows["mean"].nunique() < 2:
            continue
        values = [None] * len(groups)
        for (_, index), row in rows.iterrows():
            half = results.half_width(row.sd, int(row.n))
            values[index] = [rounded(row["mean"]), rounded(half), int(row.n)]
        found[path] = {"unit": unit[path], "values": values}
    paths = sorted(found, key=lambda path: order_of(path, traffic))[:MOST_METRICS]
    return {path: found[path] for path in paths}


def stage_values(folder, groups, traffic):
    """By traffic: names of stages, mean picoseconds for each group, half-width of the sum."""
    found = {}
    for name in traffic:
        tables = [results.stages(folder, group.runs, name) for group in groups]
        means = pd.DataFrame([table.mean() for table in tables]).fillna(0.0)
        means = means.loc[:, (means > 0).any()]
        if means.empty:
            continue
        found[name] = {"names": list(means.columns),
                       "values": [[rounded(value) for value in row] for row in means.to_numpy()],
                       "half": [rounded(results.interval(table.sum(axis=1))[1]) for table in tables]}
    return found


def series_values(folder, groups, units):
    """By name: unit, and for each group [seconds, mean, half-width]."""
    found = {}
    for index, group in enumerate(groups):
        for name in results.series_names(folder, group.runs[0]):
            table = results.series(folder, group.runs, name)
            mean, half = results.band(table)
            points = [[rounded(t), rounded(m), rounded(h)]
                      for t, m, h in zip(table.index, mean, half) if np.isfinite(m)]
            found.setdefault(name, {"unit": units.get(name, ""), "values": [None] * len(groups)})
            found[name]["values"][index] = thinned(points)
    return found


def page_data(folder):
    """Everything that the page's script draws from, as JSON has it."""
    groups = [group for group in results.groups(folder) if group.runs]
    if not groups:
        raise results.NoData(f"{folder} has no finished run")
    curves = latency(folder, groups)
    records = [results.record(folder, group.runs[0]) for group in groups]
    units = {metric["path"]: metric["unit"] for one in records for metric in one["metrics"]}
    traffic = list(dict.fromkeys([*curves, *(stage["traffic"] for one in records
                                             for stage in one["stages"])]))
    return {
        "groups": [{"label": group.label, "variant": group.variant, "place": group.place,
                    "parameters": group.parameters, "colour": group.colour,
                    "dash": results.DASHES.index(group.dashes), "n": len(group.runs),
                    "run": group.runs[0]} for group in groups],
        "swept": results.swept(groups),
        "latency": curves,
        "metrics": metric_values(folder, groups, traffic),
        "stages": stage_values(folder, groups, traffic),
        "series": series_values(folder, groups, units),
    }
