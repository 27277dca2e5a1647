# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Reads a run's timeline.json and draws its sensors and cores, a row each."""

import collections
import json

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from results import NoData, scaling

# Kind of bar: what the legend says, colour (Okabe and Ito's), hatch.
LOOKS = {
    "exposure": ("exposure", "#56B4E9", ""), "read-out": ("read-out", "#0072B2", ""),
    "on the fly": ("on the fly", "#009E73", ""), "spilling": ("spilling", "#E69F00", "////"),
    "spilled": ("spilled", "#D55E00", "xxxx"), "returning": ("returning", "#CC79A7", "...."),
    "processing": ("processing", "#000000", ""),
    "interrupt": ("interrupt", "#D55E00", ""), "kernel-thread": ("kernel thread", "#009E73", ""),
    "user-thread": ("user thread", "#0072B2", ""),
}
MARKS = {"trigger": ("trigger", "v", "#000000"), "missed trigger": ("missed trigger", "x", "#D55E00"),
         "refused": ("no place for it", "s", "#D55E00")}
CORE_KINDS = ("interrupt", "kernel-thread", "user-thread")
# Within a row of height 1, from above.
LANES = {"frames": (-0.34, 0.22), "memory": (-0.1, 0.22), "processor": (0.14, 0.22), "core": (-0.35, 0.7)}
MARK_AT = -0.43
PS_PER_US = 1_000_000


class Row:
    """A sensor or a core: bars as (lane, kind) -> [(from, length)], marks as kind -> [time]; in ps."""

    def __init__(self, name):
        self.name = name
        self.bars = collections.defaultdict(list)
        self.marks = collections.defaultdict(list)

    def add(self, lane, kind, begin, end):
        """A bar."""
        self.bars[lane, kind].append((begin, end - begin))


def load(folder, run):
    """A run's timeline."""
    try:
        text = (folder / "runs" / run / "timeline.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoData(f"{folder} has no timeline; write \"measure\": {{\"timeline\": true}} in the "
                     "scenario") from None
    return json.loads(text)


def rows_of(events):
    """Sensors in the order of the scenario, then cores."""
    processes = {e["pid"]: e["args"]["name"].removeprefix("traffic ") for e in events
                 if e["name"] == "process_name"}
    paths = {(e["pid"], e["tid"]): f"{processes[e['pid']]}/{e['args']['name']}" for e in events
             if e["name"] == "thread_name"}
    sensors, cores, exposed = {}, {}, {}
    memories = {f"{path} memory" for path in paths.values()}
    for path in paths.values():
        if path in memories:
            sensors[path.removesuffix(" memory")] = Row(path.removesuffix(" memory"))
    for event in events:
        if "ts" not in event:
            continue
        begin = event["ts"] * PS_PER_US
        end = begin + event.get("dur", 0) * PS_PER_US
        path = paths.get((event["pid"], event["tid"]), "")
        if event.get("cat") in CORE_KINDS:
            cores.setdefault(path, Row(path)).add("core", event["cat"], begin, end)
        elif event.get("cat") != "sensor":
            continue
        elif event["ph"] == "i":
            sensors[path].marks[event["name"]].append(begin)
        elif event["ph"] == "b":
            exposed[event["id"]] = begin
        elif event["ph"] == "e":
            sensors[path].add("frames", "exposure", exposed.pop(event["id"]), begin)
        elif path in memories:
            sensors[path.removesuffix(" memory")].add("memory", event["name"], begin, end)
        elif path in sensors:
            sensors[path].add("frames", "read-out", begin, end)
        else:
            sensors[event["name"]].add("processor", "processing", begin, end)
    return [*sensors.values(), *cores.values()]


def short(name):
    """A sensor by its own path, without its entry and the processor: "phone/camera[0]"."""
    return name.split(">")[0].split("/", 1)[1] if ">" in name else name


def labels(rows):
    """Short names where they differ, else whole ones."""
    names = [short(row.name) for row in rows]
    return [name if names.count(name) == 1 else row.name for name, row in zip(names, rows)]


def draw_row(axes, place, row, scale):
    """Bars and marks of one row."""
    for (lane, kind), bars in row.bars.items():
        _, colour, hatch = LOOKS[kind]
        offset, height = LANES[lane]
        axes.broken_barh([(begin * scale, length * scale) for begin, length in bars],
                         (place + offset, height), facecolors=colour, hatch=hatch,
                         edgecolor="white" if hatch else colour, linewidth=0 if hatch else 0.2)
    for kind, times in row.marks.items():
        _, marker, colour = MARKS[kind]
        axes.plot([time * scale for time in times], [place + MARK_AT] * len(times), marker,
                  color=colour, markersize=3, markeredgewidth=0.7 if marker == "x" else 0, clip_on=False)


def handles(rows):
    """What occurs, for the legend."""
    marks = {kind for row in rows for kind, times in row.marks.items() if times}
    bars = {kind for row in rows for _, kind in row.bars}
    return [Line2D([], [], linestyle="", marker=marker, color=colour, markersize=4, label=label)
            for kind, (label, marker, colour) in MARKS.items() if kind in marks] + \
           [Patch(facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0, label=label)
            for kind, (label, colour, hatch) in LOOKS.items() if kind in bars]


def draw(folder, run, text, figure, span=None):
    """The rows whose names have `text`, within a span of seconds."""
    document = load(folder, run)
    every = [row for row in rows_of(document["traceEvents"]) if row.bars or row.marks]
    rows = [row for row in every if text in row.name]
    if not rows:
        names = ", ".join(row.name for row in every)
        raise NoData(f"the timeline has no sensor or core '{text}'; it has {names or 'none'}")
    ends = [begin + length for row in rows for bars in row.bars.values() for begin, length in bars]
    window = [int(document["otherData"][key]) for key in ("from_ps", "to_ps")]
    begin, end = (second * 1e12 for second in span) if span else (
        window[0], min(max(ends, default=window[1]), window[1]))
    scale, unit = scaling("ps", [end])
    width = figure.get_size_inches()[0]
    heights = [0.46 if row.marks or ">" in row.name else 0.26 for row in rows]
    shown = handles(rows)
    columns = min(len(shown), max(2, int(width)))
    figure.set_size_inches(width, 0.8 + 0.15 * -(-len(shown) // columns) + sum(heights))
    axes = figure.subplots()
    for place, row in enumerate(rows):
        draw_row(axes, place, row, scale)
    axes.set(yticks=range(len(rows)), yticklabels=labels(rows), ylim=(len(rows) - 0.45, -0.6),
             xlim=(begin * scale, end * scale), xlabel=f"time ({unit})")
    axes.legend(handles=shown, loc="lower right", bbox_to_anchor=(1, 1), ncols=columns, fontsize=7,
                borderaxespad=0.2, handlelength=1.4, columnspacing=1.0)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
    return caption({kind for row in rows for kind in (*row.marks, *(kind for _, kind in row.bars))})


def caption(kinds):
    """What stands in the rows, of what occurs."""
    frames = [text for kind, text in (("trigger", "triggers"), ("exposure", "exposures"), ("read-out", "read-outs"))
              if kind in kinds]
    if not frames:
        return "Work of each core."
    return (f"Per sensor, from above: {', '.join(frames)}; state of its memory at the processor; the "
            "processor's work on its frames.")
