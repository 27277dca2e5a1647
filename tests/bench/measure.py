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
POOL_DURATION = "400ms"  # of each run
POOL_LOOPS = 32  # plain processes a side

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


def run_scenario(build, name):
    """Packets per wall second of `nexsim run`, start-up and results included."""
    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        subprocess.run(
            [f"{build}/nexsim", "run", f"{HERE}/{name}.json", "--jobs", "1", "--out", out],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall = time.perf_counter() - begin
        with open(f"{out}/bench-{name}/runs.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["metric"] == "load/delivered_packets":
                    return {"packets_per_wall_second": float(row["value"]) / wall}
    raise RuntimeError("the scenario reports no load/delivered_packets")


def eight_into_one(args):
    stock, models, scenario = alternate(
        args.repeat,
        lambda: figures([f"{args.build}/bench-stock-8-into-1", "100"]),
        lambda: figures([f"{args.build}/bench-star", "incast", "9", "1000000"]),
        lambda: run_scenario(args.build, "8-into-1"))
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


def against_stock(args, what, stock_command, name, least=30):
    """A whole `nexsim run` against a stock program, alternated; so many times as fast at least."""
    stock, scenario = alternate(
        args.repeat,
        lambda: figures([f"{args.build}/{stock_command[0]}", *stock_command[1:]]),
        lambda: run_scenario(args.build, name))
    speed = "packets_per_wall_second"
    note(f"{what}, stock ns-3, packets/s", f"{median_of(stock, speed):,.0f}")
    note(f"{what}, nexsim run, packets/s", f"{median_of(scenario, speed):,.0f}")
    ratio = statistics.median(b[speed] / a[speed] for a, b in zip(stock, scenario))
    judge(f"{what}, times stock ns-3 (at least {least})", ratio >= least, f"{ratio:.1f}")


def fq_codel(args):
    against_stock(args, "8-into-1 through FQ-CoDel", ["bench-stock-8-into-1", "100", "fq-codel"],
                  "8-into-1-fq-codel")


def socket(args):
    against_stock(args, "8-into-1 through sockets of hosts that take time",
                  ["bench-stock-8-into-1", "100"], "sockets", least=10)


def nexus(args):
    against_stock(args, "8-into-1 through channels of a nexus", ["bench-stock-8-into-1", "100"],
                  "nexus", least=10)

    def cost(variant):
        """Nanoseconds of processor time per packet, without building and results."""
        few = run_once(args, "nexus-channels", variant, "1s", {})
        many = run_once(args, "nexus-channels", variant, "11s", {})
        return (many["cpu"] - few["cpu"]) / 1_000_000 * 1e9  # 100,000 packets a second

    one, thousand = alternate(min(args.repeat, 3), lambda: {"ns": cost("one")},
                              lambda: {"ns": cost("thousand")})
    note("ns per packet, 1 channel with 10 flows and 1,000 with 10,000",
         f"{median_of(one, 'ns'):.0f}, {median_of(thousand, 'ns'):.0f}")
    ratio = statistics.median(b["ns"] / a["ns"] for a, b in zip(one, thousand))
    judge("1,000 channels over one, per packet (at most 2)", ratio <= 2, f"{ratio:.2f}")


def tcp(args):
    against_stock(args, "8 TCP CUBIC flows through FQ-CoDel", ["bench-stock-tcp", "2000"],
                  "tcp-fq-codel")


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


def run_once(args, name, variant, duration, parameters):
    """CPU seconds, peak KiB, wall seconds and packet transmissions of one `nexsim run`."""
    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        settings = {"/duration": duration,
                    **{f"/parameters/{key}": value for key, value in parameters.items()}}
        process = subprocess.Popen(
            [f"{args.build}/nexsim", "run", f"{HERE}/{name}.json", "--jobs", "1", "--out", out,
             "--only", f'variant == "{variant}"',
             *(word for key, value in settings.items() for word in ("--set", f"{key}={value}"))],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)  # with that of its run's process
        wall = time.perf_counter() - begin
        if status != 0:
            raise RuntimeError(f"{name} does not run")
        with open(f"{out}/bench-{name}/runs.csv", newline="", encoding="utf-8") as file:
            sent = sum(float(row["value"]) for row in csv.DictReader(file)
                       if row["metric"].endswith("ward/transmitted_packets"))
        return {"cpu": usage.ru_utime + usage.ru_stime, "kib": usage.ru_maxrss, "wall": wall,
                "sent": sent}


def fat_tree_run(args, k, variant, duration):
    return run_once(args, "fat-tree", variant, duration, {"k": k})


def fat_tree(args):
    def cost(k, variant, microseconds):
        """Nanoseconds of processor time per transmission, without building and results."""
        few = fat_tree_run(args, k, variant, f"{microseconds // 10}us")
        many = fat_tree_run(args, k, variant, f"{microseconds}us")
        return (many["cpu"] - few["cpu"]) / (many["sent"] - few["sent"]) * 1e9

    for variant in ("constant-rate", "flows", "tcp"):
        small, large = alternate(min(args.repeat, 3),
                                 lambda v=variant: {"ns": cost(4, v, 640_000)},
                                 lambda v=variant: {"ns": cost(16, v, 10_000)})
        ratio = statistics.median(b["ns"] / a["ns"] for a, b in zip(small, large))
        nanoseconds = median_of(large, "ns")
        note(f"permutation, {variant}, ns per transmission, 16 and 1,024 hosts",
             f"{median_of(small, 'ns'):.0f}, {nanoseconds:.0f}")
        judge(f"fat tree K = 16, {variant}, million transmissions/s (at least 1.5)",
              nanoseconds <= 1000 / 1.5, f"{1000 / nanoseconds:.2f}")
        judge(f"fat tree K = 16 over K = 4, {variant}, per transmission (at most 2)",
              ratio <= 2, f"{ratio:.2f}")
    idle = (fat_tree_run(args, 16, "idle", "1ms")["kib"]
            - fat_tree_run(args, 4, "idle", "1ms")["kib"]) / (1024 - 16)
    judge("idle host of a fat tree with its share of the switches, KiB (at most 16)",
          idle <= 16, f"{idle:.1f}")
    # Connections of one segment each, with what they have in flight; 32 more from each of the hosts.
    few, many = (fat_tree_run(args, 16, f"{count}-connections", "1ms")["kib"] for count in (8, 40))
    flow = (many - few) / (32 * 1024)
    judge("TCP connection, KiB (at most 4)", flow <= 4, f"{flow:.2f}")
    largest = fat_tree_run(args, 32, "idle", "1ms")
    judge("fat tree K = 32, seconds (at most 20)", largest["wall"] <= 20, f"{largest['wall']:.1f}")
    judge("fat tree K = 32, GiB (at most 2)", largest["kib"] <= 2 << 20,
          f"{largest['kib'] / (1 << 20):.2f}")


def pool(args):
    """64 equal runs on one job and on two, beside plain processes of the same kind of work."""
    def runs(jobs):
        with tempfile.TemporaryDirectory() as out:
            begin = time.perf_counter()
            subprocess.run(
                [f"{args.build}/nexsim", "run", f"{HERE}/8-into-1.json", "--jobs", str(jobs), "--out", out,
                 "--set", "/replications=64", "--set", f"/duration={POOL_DURATION}"],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return time.perf_counter() - begin

    def plain(processes):
        """The same work in so many processes at a time, which know nothing of each other."""
        begin = time.perf_counter()
        for _ in range(POOL_LOOPS // processes):
            started = [subprocess.Popen([f"{args.build}/bench-star", "incast", "9", "1000000"],
                                        stdout=subprocess.DEVNULL) for _ in range(processes)]
            if any(process.wait() for process in started):
                raise RuntimeError("bench-star does not run")
        return time.perf_counter() - begin

    rounds, = alternate(args.repeat, lambda: {"runs 1": runs(1), "plain 1": plain(1),
                                              "runs 2": runs(2), "plain 2": plain(2)})
    scale = {kind: [one[f"{kind} 1"] / one[f"{kind} 2"] for one in rounds] for kind in ("runs", "plain")}
    note("64 equal runs, seconds with 1 and 2 jobs",
         f"{median_of(rounds, 'runs 1'):.2f}, {median_of(rounds, 'runs 2'):.2f}")
    note("two jobs and two plain processes, times as fast as one",
         f"{statistics.median(scale['runs']):.3f}, {statistics.median(scale['plain']):.3f}")
    ratio = statistics.median(a / b for a, b in zip(scale["runs"], scale["plain"]))
    judge("two jobs over what two plain processes scale (at least 0.95)", ratio >= 0.95, f"{ratio:.3f}")


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


def tcp_run(args, duration):
    """Instructions of the run's own process, and packets that it delivered."""
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run(
            ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--trace-children=yes",
             "--cachegrind-out-file=/dev/null", f"{args.build}/nexsim", "run",
             f"{HERE}/tcp-fq-codel.json", "--jobs", "1", "--out", out,
             "--set", f"/duration={duration}"],
            check=True, capture_output=True, text=True)
        counts = [int(line.split()[-1].replace(",", "")) for line in done.stderr.splitlines()
                  if "I   refs" in line]
        with open(f"{out}/bench-tcp-fq-codel/runs.csv", newline="", encoding="utf-8") as file:
            packets, = (float(row["value"]) for row in csv.DictReader(file)
                        if row["metric"] == "load/delivered_packets")
        return max(counts), packets


def instructions_per_tcp_packet(args):
    """Of eight flows in the steady state: the difference of two runs has no start-up in it."""
    few, packets_few = tcp_run(args, "1s")
    many, packets_many = tcp_run(args, "2s")
    return (many - few) / (packets_many - packets_few)


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
    tcp_packet = instructions_per_tcp_packet(args)
    note("instructions per TCP packet through FQ-CoDel, acknowledgements included",
         f"{tcp_packet:.0f}")
    if args.record:
        with open(RECORDED, "w", encoding="utf-8") as file:
            json.dump({"compiler": compiler(),
                       "instructions_per_transmission":
                           {name: round(value, 1) for name, value in measured.items()},
                       "instructions_per_tcp_packet": round(tcp_packet, 1)},
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
    before = recorded["instructions_per_tcp_packet"]
    change = tcp_packet / before - 1
    judge("instructions per TCP packet (within 3 %)", abs(change) <= TOLERANCE,
          f"{tcp_packet:.1f}, recorded {before} ({change:+.1%})")


SECTIONS = {"speed": eight_into_one, "fq-codel": fq_codel, "tcp": tcp,
            "socket": socket, "nexus": nexus, "queue": event_queue, "scale": scale, "fat-tree": fat_tree,
            "pool": pool, "memory": memory,
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
