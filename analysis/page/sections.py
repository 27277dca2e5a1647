# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""The parts of a page, as HTML."""

import html
import json
import pathlib
import re
import shlex

import results
from page import evidence

HERE = pathlib.Path(__file__).parent
LIBRARY = pathlib.Path("/usr/share/javascript/chart.js/chart.min.js")
LICENCE = pathlib.Path("/usr/share/doc/libjs-chart.js/copyright")
MOST_NETWORKS = 6
escape = html.escape


def quantity(value, unit, half=0.0):
    """A value with its unit, with the half-width of its interval where there is one."""
    factor, name = results.scaling(unit, [value])
    if not half:
        return f"{value * factor:.4g} {name}".strip()
    digits = max(0, min(6, 1 - int(results.np.floor(results.np.log10(abs(half * factor))))))
    return f"{value * factor:.{digits}f} ± {half * factor:.{digits}f} {name}".strip()


def select(name, options, label, chosen=""):
    """A choice; options are texts or pairs of value and text."""
    pairs = [option if isinstance(option, tuple) else (option, option) for option in options]
    items = "".join(f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
                    f"{escape(text)}</option>" for value, text in pairs)
    return f'<label>{escape(label)} <select id="{escape(name)}">{items}</select></label>'


def table(header, rows):
    """Rows are pairs of attributes and cells; cells that begin with < are HTML."""
    head = "".join(text if text.startswith("<th") else f"<th>{escape(text)}</th>" for text in header)
    body = "".join(f"<tr{attributes}>" + "".join(
        cell if cell.startswith("<td") else f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for attributes, cells in rows)
    return f"<div class=wide><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def filters(data):
    """Buttons for variants, choices for sweep points; they stay in view."""
    places = {group["place"]: group for group in data["groups"]}
    buttons = "".join(
        f'<button type="button" data-variant="{place}" aria-pressed="true" title="show or hide">'
        f'<i style="background:{group["colour"]}"></i>{escape(group["variant"])}</button>'
        for place, group in places.items()) if len(places) > 1 else ""
    # Many curves at once tell nothing: then one point stands for a beginning.
    many = len(data["groups"]) > 12
    points = "".join(select(f"point-{name}", [("", "all"), *values], name, values[-1] if many else "")
                     for name, values in data["swept"].items())
    return f"<nav>{buttons}{points}</nav>" if buttons or points else ""


def asked(known, scenario, data):
    """What was asked: the scenario's own words and what varies."""
    rows = []
    variants = scenario.get("variants", {})
    for name in dict.fromkeys(group["variant"] for group in data["groups"]):
        changes = variants.get(name, {})
        text = "; ".join(f"{pointer} = {json.dumps(value)}" for pointer, value in changes.items())
        rows.append(("", [name or "the scenario", text or "as the scenario stands"]))
    parts = [table(["variant", "what it changes"], rows)] if variants else []
    parts += [f"<p>Swept: {escape(name)} = {escape(', '.join(values))}</p>"
              for name, values in data["swept"].items()]
    finished = sum(run["finished"] for run in known["runs"])
    facts = [f"{finished} of {len(known['runs'])} runs finished" if finished < len(known["runs"])
             else f"{finished} runs"]
    counts = sorted({group["n"] for group in data["groups"]})
    facts.append(f"{counts[0]}{f' to {counts[-1]}' if len(counts) > 1 else ''} "
                 f"replication{'' if counts == [1] else 's'} of each")
    facts += [f"{key} {scenario[key]}" for key in ("duration", "warmup", "seed")
              if isinstance(scenario.get(key), (str, int))]
    return f"<p class=quiet>{escape(', '.join(facts))}</p>" + "".join(parts)


def claims(rows, why):
    """Verdict, claim, numbers."""
    cells = [("", [f'<td><span class="verdict {verdict}">{verdict}</span></td>',
                   f"<td>{escape(that)}" + "".join(f"<span class=d>{escape(line)}</span>"
                                                   for line in lines) + "</td>"])
             for verdict, that, lines in rows]
    return (table(["verdict", "claim"], cells) if cells else "") + (
        f"<p class=quiet>{escape(why)}</p>" if why else "")


def matches(group, row):
    """Whether a row of the comparison is about this group."""
    return row["variant"] == group["variant"] and all(
        row.get(name, "") in ("", value) for name, value in group["parameters"].items())


def compared(data, rows, why):
    """For each traffic a table: a row for each group, a column for each metric."""
    shown = [path for path in data["metrics"] if re.search(
        r"/(throughput|loss|latency/(mean|p50|p99))$", path)]
    parts = []
    for traffic in dict.fromkeys(path.split("/")[0] for path in shown):
        paths = [path for path in shown if path.split("/")[0] == traffic]
        lines = []
        for index, group in enumerate(data["groups"]):
            cells = [f"<td>{escape(group['label'])}</td>"]
            for path in paths:
                value = data["metrics"][path]["values"][index]
                unit = data["metrics"][path]["unit"]
                text = quantity(value[0], unit, value[1]) if value else ""
                found = [row for row in rows if row["metric"] == path and matches(group, row)]
                cells.append(f"<td class=n>{escape(text)}" + "".join(map(difference, found[:3])) + "</td>")
            lines.append((f" data-group={index}", cells))
        parts.append(f"<h3>{escape(traffic)}</h3>"
                     + table(["", *(f"<th class=n>{escape(path[len(traffic) + 1:])}</th>" for path in paths)],
                             lines))
    return "".join(parts) + (f"<p class=quiet>{escape(why)}</p>" if why else "")


def difference(row):
    """Relative to the baseline where that is not zero, and the verdict."""
    change = ""
    if row["ratio"] and float(row["baseline_mean"]):
        half = (float(row["ratio_high"]) - float(row["ratio_low"])) / 2 * 100
        digits = max(0, min(3, 1 - int(results.np.floor(results.np.log10(half))))) if half > 0 else 1
        middle = (float(row["ratio"]) - 1) * 100
        change = f"{middle:+.{digits}f}" if middle else "0"
        change += f" ± {half:.{digits}f} %" if half > 0 else " %"
    return (f"<span class=d>{escape(change)} <span class='verdict {row['verdict']}'>"
            f"{row['verdict']}</span></span>")


def first_of(data):
    """The metric to begin with: a tail of latency, where there is one."""
    return next((path for path in data["metrics"] if path.endswith("/latency/p99")), "")


def chart(name, title, controls, caption):
    """A figure with its choices and its caption."""
    return (f"<h3>{title}</h3><p>{controls}</p><figure><div class=box><canvas id={name} role=img "
            f'aria-label="{escape(title)}"></canvas></div>'
            f"<figcaption>{escape(caption)}</figcaption></figure>")


def figures(data):
    """Every figure that there are numbers for."""
    counts = sorted({group["n"] for group in data["groups"]})
    n = f"n = {counts[0]}" + (f" to {counts[-1]}" if len(counts) > 1 else "")
    said = (f"{n}; 95 % intervals of the mean over replications (Student t)." if counts != [1]
            else "no intervals, n = 1.")
    swept = list(data["swept"])
    parts = []
    if data["latency"]:
        parts.append(chart("latency", "Latency", select("latency-of", data["latency"], "traffic") + " "
                           + select("latency-as", [("above", "fraction above"), ("up-to", "fraction up to")],
                                    "as"), f"Packets of all replications together, {n}."))
    if data["metrics"]:
        over = [("", "variant"), *swept]
        parts.append(chart("metric", "Any metric", select("metric-of", data["metrics"], "metric", first_of(data)) + " "
                           + select("metric-over", over, "against", swept[0] if swept else ""),
                           f"Means, whiskers: {said}"))
    if data["stages"]:
        parts.append(chart("stages", "Where the time went", select("stages-of", data["stages"], "traffic"),
                           f"Mean per packet in each stage; whiskers on the sum: {said}"))
    if data["series"]:
        parts.append(chart("series", "Over time", select("series-of", data["series"], "series"),
                           f"Lines are means, bands: {said}"))
    if len(swept) >= 2 and data["metrics"]:
        parts.append("<h3>Over two parameters</h3><p>" + select("heat-of", data["metrics"], "metric", first_of(data))
                     + "</p><figure><div id=heat class=heat></div><figcaption>Each cell is the mean of "
                     + f"replications, {n}.</figcaption></figure>")
    return "".join(parts)


def networks(folder, data, nexsim):
    """The network of each variant at its last sweep point, with the load of its links in one run."""
    last = {group["place"]: group for group in data["groups"]}
    parts, said = [], ""
    for place, group in list(last.items())[:MOST_NETWORKS]:
        svg, said = results.drawing(folder, group["run"], nexsim, "svg", results.arguments_of_files(folder))
        svg = re.sub(r' id="[^"]*"', "", svg[svg.index("<svg"):])
        parts.append(f"<figure data-place={place}>{svg}<figcaption>{escape(group['label'])}, run "
                     f"<code>{group['run'][:8]}</code></figcaption></figure>")
    more = len(last) - len(parts)
    said = f"<p class=quiet>{escape(said[:1].upper() + said[1:])}. Blue is idle, red is full.</p>"
    return f"<div class=networks>{''.join(parts)}</div>{said}" + (
        f"<p class=quiet>{more} further variants are not drawn.</p>" if more else "")


def provenance(folder, known, data):
    """What made these numbers, and the fingerprint of every run."""
    record = results.record(folder, data["groups"][0]["run"])
    rows = [("", [name.replace("_", " "), str(value)]) for name, value in record["provenance"].items()]
    inputs = {(item["kind"], item["name"], item["hash"]) for group in data["groups"]
              for item in results.record(folder, group["run"])["inputs"]}
    rows += [("", [kind, f"{name}, content {digest}"]) for kind, name, digest in sorted(inputs)]
    runs = []
    for run in known["runs"]:
        if run["finished"]:
            found = results.record(folder, run["id"])
            point = " ".join(filter(None, [run["variant"], *(f"{a}={b}" for a, b in run["parameters"].items())]))
            runs.append(("", [f"<td class=mono>{run['id']}</td>", point, str(run["replication"]),
                              f"<td class=mono>{' '.join(found['fingerprint'].values())}</td>"]))
    return table(["", ""], rows) + (
        f"<details><summary>{len(runs)} runs and their fingerprints (trajectory, wire, drops, scalars)"
        f"</summary>{table(['run', 'of', 'replication', 'fingerprint'], runs)}</details>")


def reproduce(folder, known, data, text):
    """Commands, and the scenario that they read."""
    run = folder / "runs" / data["groups"][0]["run"]
    git = known["provenance"].get("git", "")
    lines = ["# the same program", f"git checkout {git}", "./dev build"] if git else []
    lines += ["# everything again, into another folder",
              shlex.join(["build/nexsim", "run", known["scenario"], "--out", "again", *evidence.options_of(known)]),
              "# one run, every byte compared", shlex.join(["build/nexsim", "reproduce", str(run), "--check"]),
              "# this page", shlex.join(["analysis/report.py", str(folder)])]
    if known["provenance"].get("command_line"):
        lines += ["# what was typed", known["provenance"]["command_line"]]
    scenario = f"<details><summary>{escape(known['scenario'])}</summary><pre>{escape(text)}</pre></details>" \
        if text else ""
    return f"<pre>{escape(chr(10).join(lines))}</pre>{scenario}"


def page(folder, data, baseline, nexsim):
    """The whole page."""
    known = results.experiment(folder)
    if not LIBRARY.exists():
        raise results.NoData(f"the page needs {LIBRARY}; install libjs-chart.js")
    text = evidence.text_of(known["scenario"])
    stated, no_claims = evidence.claims(folder, nexsim)
    rows, no_comparison = evidence.comparisons(folder, baseline, nexsim)
    first = baseline or data["groups"][0]["variant"]
    against = f"Below each mean: its difference from {first}, paired by replication; verdicts after " \
              "Holm's correction over all of them, as by nexsim compare." if rows else no_comparison
    sections = [("Claims", claims(stated, no_claims)), ("Comparison", compared(data, rows, against)),
                ("Figures", figures(data)), ("Network", networks(folder, data, nexsim)),
                ("Provenance", provenance(folder, known, data)),
                ("Again", reproduce(folder, known, data, text))]
    body = "".join(f"<section><h2>{title}</h2>{part}</section>" for title, part in sections)
    script = "\n".join([LIBRARY.read_text(encoding="utf-8"), (HERE / "page.js").read_text(encoding="utf-8")])
    parts = {"title": escape(known["name"]), "about": escape(known["about"]),
             "asked": asked(known, json.loads(text) if text else {}, data), "filters": filters(data),
             "body": body, "style": (HERE / "page.css").read_text(encoding="utf-8"),
             "licence": LICENCE.read_text(encoding="utf-8").replace("--", "- -"),
             "data": json.dumps(data, separators=(",", ":")).replace("</", "<\\/"), "script": script}
    template = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)
