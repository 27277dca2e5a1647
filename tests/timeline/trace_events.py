# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Reads a file of trace events and says what of the format it breaks; knows nothing of who wrote it."""

import collections
import decimal
import json
import pathlib
import re

import jsonschema

SCHEMA = pathlib.Path(__file__).with_name("trace-events.schema.json")
MOST_FAULTS = 20
TIME = re.compile(r'"(?:ts|dur)":([^,}]+)')


def read(path):
    """The document, with times as integer picoseconds: "ts" and "dur" become "from", "to"."""
    document = json.loads(pathlib.Path(path).read_text(encoding="utf-8"), parse_float=decimal.Decimal)
    for event in document["traceEvents"]:
        if "ts" in event:
            event["from"] = int(event["ts"] * 1_000_000)
            event["to"] = event["from"] + int(event.get("dur", 0) * 1_000_000)
    return document


def track(event):
    return event["pid"], event["tid"]


def faults_of_schema(path):
    """Of the JSON alone; times must be decimals of picoseconds, which binary fractions are not."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for error in validator.iter_errors(json.loads(text)):
        best = jsonschema.exceptions.best_match([error])
        yield f"schema: /{'/'.join(map(str, best.absolute_path))}: {best.message[:200]}"
    for number in TIME.findall(text):
        if not re.fullmatch(r"\d+\.\d{6}", number):
            yield f"the time {number} is no decimal of picoseconds"


def slices_of(events):
    """Slices by track, in the order of time."""
    slices = collections.defaultdict(list)
    for event in events:
        if event["ph"] == "X":
            slices[track(event)].append(event)
    for of_track in slices.values():
        of_track.sort(key=lambda event: event["from"])
    return slices


def faults_of_slices(slices):
    """On one track one slice at a time."""
    for where, of_track in slices.items():
        for before, after in zip(of_track, of_track[1:]):
            if after["from"] < before["to"]:
                yield (f"track {where}: {after['name']!r} at {after['from']} ps overlaps {before['name']!r},"
                       f" which ends at {before['to']} ps")


def faults_of_order(events):
    """What changes in the course of time is written in its order: counters, states of one track."""
    last = {}
    for event in events:
        if event["ph"] == "C":
            key = event["pid"], event["name"]
        elif event["ph"] == "X":
            key = track(event)
        else:
            continue
        if key in last and event["from"] < last[key][0]:
            yield f"{key}: {event['from']} ps after {last[key][0]} ps"
        if event["ph"] == "C" and key in last and last[key][0] == event["from"]:
            yield f"{key}: two values at {event['from']} ps"
        if event["ph"] == "C" and key in last and last[key][1] == event["args"]:
            yield f"{key}: {event['args']} again at {event['from']} ps"
        last[key] = event["from"], event.get("args")


def faults_of_nesting(events):
    """b and e of one category and id pair like brackets, by name, in the order of time."""
    groups = collections.defaultdict(list)
    for event in events:
        if event["ph"] in "bne":
            groups[event["cat"], event["id"]].append(event)
    for key, group in groups.items():
        stack = []
        for event in sorted(group, key=lambda event: event["from"]):
            if event["ph"] == "b":
                stack.append(event["name"])
            elif not stack:
                yield f"{key}: {event['ph']} of {event['name']!r} at {event['from']} ps outside of all slices"
            elif event["ph"] == "e" and stack.pop() != event["name"]:
                yield f"{key}: {event['name']!r} ends at {event['from']} ps, and is not the innermost"
        if stack:
            yield f"{key}: {stack} never end"


def faults_of_arrows(events, slices):
    """An arrow begins once, ends once, and each of its steps lies in a slice."""
    arrows = collections.defaultdict(list)
    for event in events:
        if event["ph"] in "stf":
            arrows[event["cat"], event["id"]].append(event)
    begins = {where: {event["from"] for event in of_track if event["to"] > event["from"]}
              for where, of_track in slices.items()}
    for key, steps in arrows.items():
        phases = "".join(step["ph"] for step in sorted(steps, key=lambda step: step["from"]))
        if not re.fullmatch("st*f", phases):
            yield f"arrow {key}: its steps in the order of time are {phases}"
        for step in steps:
            if step["from"] not in begins.get(track(step), ()) and not any(
                    event["from"] <= step["from"] < event["to"] for event in slices.get(track(step), ())):
                yield f"arrow {key}: no slice of track {track(step)} at {step['from']} ps"


def faults_of_names(events):
    """Every process and thread that is used has one name."""
    names = collections.Counter()
    for event in events:
        if event["ph"] == "M" and event["name"] == "process_name":
            names[event["pid"]] += 1
        if event["ph"] == "M" and event["name"] == "thread_name":
            names[track(event)] += 1
    yield from (f"{key} is named {count} times" for key, count in names.items() if count != 1)
    for event in events:
        if event["pid"] not in names:
            yield f"process {event['pid']} has no name"
        if event["ph"] in "Xistf" and track(event) not in names:
            yield f"thread {track(event)} has no name"


def faults(path):
    """All of them, up to some number of each kind."""
    events = read(path)["traceEvents"]
    slices = slices_of(events)
    found = []
    for kind in (faults_of_schema(path), faults_of_slices(slices), faults_of_order(events),
                 faults_of_nesting(events), faults_of_arrows(events, slices), faults_of_names(events)):
        found += [fault for fault, _ in zip(kind, range(MOST_FAULTS))]
    return found
