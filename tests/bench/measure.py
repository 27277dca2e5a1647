#!/usr/bin/env python3
# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""Measures the built programs and holds them to the budgets; see tests/bench/run."""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDED = os.path.join(HERE, "recorded.json")
TOLERANCE = 0.03

failures = []


def judge(what, held, value):
    """One line of the report; a budget that is not held fails the whole."""
    print(f"{'ok    ' if held else 'FAILED'}  {what}: {value}", flush=True)
    if not held:
        failures.append(what)


def note(what, value):
    print(f"        {what}: {value}", flush=True)


def figures(command):
    """What a bench program prints, as numbers by name."""
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pairs = (line.split() for line in out.splitlines())
    return {name: float(value) for name, value in pairs if name != "fingerprint"}


def median_of(runs, name):
    return statistics.median(run[name] for run in runs)


def alternate(repeat, *sides):
    """Runs each side once, in turn, so many times; the results by side."""
    results = [[] for _ in sides]
    for _ in range(repeat):
        for side, result in zip(sides, results):
            result.append(side())
    return results


def run_scenario(build):
    """Packets per wall second of `nexsim run`, start-up and results included."""
    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        subprocess.run(
            [f"{build}/nexsim", "run", f"{HERE}/8-into-1.json", "--jobs", "1", "--out", out],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall = time.perf_counter() - begin
        with open(f"{out}/bench-8-into-1/runs.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["metric"] == "load/delivered_packets":
                    return {"packets_per_wall_second": float(row["value"]) / wall}
    raise RuntimeError("the scenario reports no load/delivered_packets")


def eight_into_one(args):
    stock, models, scenario = alternate(
        args.repeat,
        lambda: figures([f"{args.build}/bench-stock-8-into-1", "100"]),
        lambda: figures([f"{args.build}/bench-star", "incast", "9", "1000000"]),
        lambda: run_scenario(args.build))
    name = "packets_per_wall_second"
    note("stock ns-3, packets/s", f"{median_of(stock, name):,.0f}")
    note("models alone, packets/s", f"{median_of(models, name):,.0f}")
    note("nexsim run, packets/s", f"{median_of(scenario, name):,.0f}")
    note("packet transmissions/s", f"{median_of(models, 'transmissions_per_wall_second'):,.0f}")
    note("events per packet", f"{median_of(models, 'events_per_packet'):.3f}")
    note("events/s", f"{median_of(models, 'events_per_wall_second'):,.0f}")
    for what, side in (("models alone", models), ("nexsim run", scenario)):
        ratio = statistics.median(b[name] / a[name] for a, b in zip(stock, side))
        judge(f"8-into-1, {what}, times stock ns-3 (at least 30, aim 60)", ratio >= 30,
              f"{ratio:.1f}")


def event_queue(args):
    def nanoseconds():
        out = subprocess.run([f"{args.build}/bench-event-queue", "exponential"],
                             check=True, capture_output=True, text=True).stdout
        rows = csv.DictReader(out.splitlines(), delimiter="\t")
        return {row["pending"]: float(row["ns_event_queue"]) for row in rows
                if row["increments"] == "exponential"}

    runs, = alternate(args.repeat, nanoseconds)
    few = median_of(runs, "100")
    many = median_of(runs, "100000")
    ratio = statistics.median(run["100000"] / run["100"] for run in runs)
    note("event queue, ns per event at 100 and 100,000 pending", f"{few:.1f}, {many:.1f}")
    judge("event queue, 100,000 pending over 100 (at most 2)", ratio <= 2, f"{ratio:.2f}")


def scale(args):
    def star(hosts, microseconds):
        return lambda: figures(
            [f"{args.build}/bench-star", "permutation", str(hosts), str(microseconds)])

    small, large = alternate(args.repeat, star(16, 320_000), star(1024, 5_000))
    name = "nanoseconds_per_transmission"
    ratio = statistics.median(b[name] / a[name] for a, b in zip(small, large))
    note("ns per packet transmission, 16 and 1,024 hosts",
         f"{median_of(small, name):.1f}, {median_of(large, name):.1f}")
    judge("star of 1,024 hosts over 16, per transmission (at most 2)", ratio <= 2, f"{ratio:.2f}")


def memory(args):
    def peak(microseconds):
        return figures([f"{args.build}/bench-star", "incast", "9", str(microseconds)])

    short = peak(200_000)["peak_kilobytes"]
    long = peak(2_000_000)["peak_kilobytes"]
    note("peak memory, a run and one ten times longer, KiB", f"{short:.0f}, {long:.0f}")
    judge("memory is flat over time (within 256 KiB)", long - short <= 256,
          f"{long - short:+.0f} KiB")


def start_up(args):
    def once():
        begin = time.perf_counter()
        subprocess.run([f"{args.build}/nexsim", "validate", f"{HERE}/8-into-1.json"],
                       check=True, stdout=subprocess.DEVNULL)
        return {"seconds": time.perf_counter() - begin}

    runs, = alternate(max(9, args.repeat), once)
    value = median_of(runs, "seconds") * 1000
    judge("start-up, ms (at most 50)", value <= 50, f"{value:.1f}")


def instructions(program, microseconds):
    """Instructions and transmissions of a whole process."""
    with tempfile.NamedTemporaryFile() as counts:
        done = subprocess.run(
            ["valgrind", "--tool=cachegrind", "--cache-sim=no",
             f"--cachegrind-out-file={counts.name}", program, "incast", "9", str(microseconds)],
            check=True, capture_output=True, text=True)
    total = [line for line in done.stderr.splitlines() if "I   refs" in line][0]
    sent = dict(line.split() for line in done.stdout.splitlines())["transmissions"]
    return int(total.split()[-1].replace(",", "")), int(sent)


def instructions_per_transmission(program):
    """In the steady state: the difference of two runs has no start-up in it."""
    few, sent_few = instructions(program, 50_000)
    many, sent_many = instructions(program, 150_000)
    # A run counts the transmissions of its last nine tenths.
    return (many - few) / ((sent_many - sent_few) / 0.9)


def compiler():
    return subprocess.run(["c++", "-dumpfullversion"], check=True, capture_output=True,
                          text=True).stdout.strip()


def accounting(args):
    measured = {
        "with_accounting": instructions_per_transmission(f"{args.build}/bench-star"),
        "without_accounting": instructions_per_transmission(f"{args.bare}/bench-star"),
    }
    measured["accounting"] = measured["with_accounting"] - measured["without_accounting"]
    note("fingerprint, ledger and stage clock, instructions per transmission",
         f"{measured['accounting']:.0f}")
    if args.record:
        with open(RECORDED, "w", encoding="utf-8") as file:
            json.dump({"compiler": compiler(),
                       "instructions_per_transmission":
                           {name: round(value, 1) for name, value in measured.items()}},
                      file, indent=2)
            file.write("\n")
        note("recorded", RECORDED)
        return
    with open(RECORDED, encoding="utf-8") as file:
        recorded = json.load(file)
    if recorded["compiler"] != compiler():
        note("recorded values are for another compiler and are not compared",
             recorded["compiler"])
        return
    for name in ("with_accounting", "without_accounting"):
        before = recorded["instructions_per_transmission"][name]
        change = measured[name] / before - 1
        judge(f"instructions per transmission, {name.replace('_', ' ')} (within 3 %)",
              abs(change) <= TOLERANCE, f"{measured[name]:.1f}, recorded {before} ({change:+.1%})")


SECTIONS = {"speed": eight_into_one, "queue": event_queue, "scale": scale, "memory": memory,
            "start-up": start_up, "instructions": accounting}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--bare", required=True)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--only", choices=SECTIONS, action="append")
    args = parser.parse_args()
    for name in args.only or SECTIONS:
        print(f"== {name}", flush=True)
        SECTIONS[name](args)
    if failures:
        print(f"{len(failures)} budgets are not held:")
        for what in failures:
            print(f"  {what}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
