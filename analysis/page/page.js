// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only
//
// Draws the figures from the data beside it, and filters everything by variant and sweep point.

"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const hiddenVariants = new Set();
const charts = {};
const dashes = [[], [7, 4], [9, 3, 2, 3], [2, 3], [12, 3], [7, 3, 2, 3, 2, 3], [2, 6]];
const stageColours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999",
  "#F0E442", "#882255", "#44AA99", "#332288", "#DDCC77", "#AA4499", "#117733", "#661100"];

/** Whether a group of replications is chosen; `free` is a parameter whose choice does not count. */
function isShown(group, free) {
  return !hiddenVariants.has(group.place) && Object.keys(data.swept).every((name) => {
    const wanted = byId("point-" + name).value;
    return name === free || wanted === "" || group.parameters[name] === undefined || group.parameters[name] === wanted;
  });
}

/** The chosen groups; where each variant has one, lines differ by variant, not by point. */
function shownGroups(free) {
  const groups = data.groups.map((group, index) => ({ ...group, index })).filter((one) => isShown(one, free));
  const isSingle = new Set(groups.map((group) => group.place)).size === groups.length;
  return isSingle ? groups.map((group) => ({ ...group, dash: group.place })) : groups;
}

const prefixes = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"], [1e-12, "p"]];
const units = { bps: ["b/s", 1], pps: ["packets/s", 1], ps: ["s", 1e-12], 1: ["%", 100], packets: ["packets", 1] };

/** The factor for values of a unit of which the largest is this, and the unit to write. */
function scaling(unit, largest) {
  const [name, factor] = units[unit] || [unit, 1];
  if (name === "%" || name === "packets") return [factor, name];
  const [scale, prefix] = prefixes.find(([s]) => largest * factor >= 0.9999999 * s) || [1, ""];
  return [factor / scale, prefix + name];
}

function written(value, unit) {
  const [factor, name] = scaling(unit, Math.abs(value));
  return Number((value * factor).toPrecision(4)) + " " + name;
}

/** Whiskers for points with `half`, along the value axis, as Chart.js has none. */
const whiskers = {
  id: "whiskers",
  afterDatasetsDraw(chart) {
    const pen = chart.ctx;
    chart.data.datasets.forEach((set, place) => {
      if (!chart.isDatasetVisible(place)) return;
      chart.getDatasetMeta(place).data.forEach((element, i) => {
        const half = set.half && set.half[i];
        if (!half) return;
        const value = set.middle ? set.middle[i] : set.data[i];
        const across = chart.options.indexAxis === "y";
        const axis = across ? chart.scales.x : chart.scales.y;
        const [a, b] = [axis.getPixelForValue(value - half), axis.getPixelForValue(value + half)];
        const middle = across ? element.y : element.x;
        const line = (u, v, w, x) => (across ? (pen.moveTo(u, v), pen.lineTo(w, x)) : (pen.moveTo(v, u), pen.lineTo(x, w)));
        pen.save();
        pen.strokeStyle = set.whisker || set.borderColor || "#000";
        pen.lineWidth = 1.5;
        pen.beginPath();
        line(a, middle, b, middle);
        line(a, middle - 4, a, middle + 4);
        line(b, middle - 4, b, middle + 4);
        pen.stroke();
        pen.restore();
      });
    });
  },
};

/** A chart in the place of the one that was there. */
function draw(id, type, sets, options) {
  if (charts[id]) charts[id].destroy();
  const defaults = { animation: false, maintainAspectRatio: false, plugins: { legend: { position: "top", align: "start", labels: { boxWidth: 34, boxHeight: 1 } } } };
  const merged = { ...defaults, ...options, plugins: { ...defaults.plugins, ...options.plugins } };
  charts[id] = new Chart(byId(id), { type, data: sets, options: merged, plugins: [whiskers] });
}

const lineOf = (group) => ({
  label: group.label, borderColor: group.colour, backgroundColor: group.colour, borderDash: dashes[group.dash % dashes.length],
  borderWidth: 2, pointRadius: 0, pointHitRadius: 6,
});

/** Whether a logarithmic axis over so many times its least value has a tick there. */
function isRound(value, range) {
  const digit = Number(value.toPrecision(6)).toExponential()[0];
  return range < 5 || (range < 1000 ? "125" : "1").includes(digit) && /^.e/.test(Number(value.toPrecision(6)).toExponential());
}

function drawLatency() {
  const curves = data.latency[byId("latency-of").value];
  const isAbove = byId("latency-as").value === "above";
  const groups = shownGroups().filter((group) => curves[group.index]);
  const points = groups.flatMap((group) => curves[group.index]);
  const [least, most] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  // No packet is above the last bucket; there the line falls to the axis.
  const lowest = Math.min(1, ...points.filter(([, above]) => above > 0).map(([, above]) => above)) / 2;
  const sets = groups.map((group) => ({
    ...lineOf(group), stepped: "before", showLine: true,
    data: curves[group.index].map(([x, above]) => ({ x, y: isAbove ? Math.max(above, lowest) : 1 - above })),
  }));
  draw("latency", "scatter", { datasets: sets }, {
    scales: {
      x: { type: "logarithmic", min: 0.9 * least, max: 1.1 * most, title: { display: true, text: "latency" },
        afterBuildTicks: (axis) => { axis.ticks = axis.ticks.filter(({ value }) => isRound(value, most / least)); },
        ticks: { autoSkip: true, maxTicksLimit: 12, callback: (value) => written(value, "s") } },
      y: { type: isAbove ? "logarithmic" : "linear", min: isAbove ? lowest : 0, max: 1, title: { display: true, text: "fraction of packets " + (isAbove ? "above" : "up to") },
        ticks: { callback: (value) => (isAbove && !/^1e/.test(value.toExponential()) ? "" : value) } },
    },
    plugins: { tooltip: { callbacks: { label: (item) =>
      `${item.dataset.label}: ${Number((item.parsed.y * 100).toPrecision(3))} % ${isAbove ? "above" : "up to"} ${written(item.parsed.x, "s")}` } } },
  });
}

function drawMetric() {
  const metric = data.metrics[byId("metric-of").value];
  const over = byId("metric-over").value;
  const groups = shownGroups(over).filter((group) => metric.values[group.index]);
  const value = (group) => metric.values[group.index];
  const [factor, unit] = scaling(metric.unit, Math.max(0, ...groups.map((group) => Math.abs(value(group)[0]))));
  const tooltip = (group) => {
    const [mean, half, n] = value(group);
    return `${group.label}: ${written(mean, metric.unit)}${half ? " ± " + written(half, metric.unit) : ""}, n = ${n}`;
  };
  const highest = Math.max(0, ...groups.map((group) => (value(group)[0] + value(group)[1]) * factor));
  const title = { display: true, text: `${byId("metric-of").value} (${unit})` };
  if (over === "") {
    draw("metric", "bar", {
      labels: groups.map((group) => group.label),
      datasets: [{ data: groups.map((group) => value(group)[0] * factor), half: groups.map((group) => value(group)[1] * factor),
        backgroundColor: groups.map((group) => group.colour + "66"), borderColor: groups.map((group) => group.colour), borderWidth: 1, whisker: "#1c2228", maxBarThickness: 34 }],
    }, { indexAxis: "y", scales: { x: { title, beginAtZero: true, suggestedMax: highest } },
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: (item) => tooltip(groups[item.dataIndex]) } } } });
    return;
  }
  const labels = data.swept[over];
  const lines = new Map();
  groups.forEach((group) => {
    const rest = Object.keys(data.swept).filter((name) => name !== over && byId("point-" + name).value === "" && group.parameters[name] !== undefined)
      .map((name) => `${name}=${group.parameters[name]}`);
    const key = [group.variant, ...rest].filter(Boolean).join(" ") || "all";
    if (!lines.has(key)) lines.set(key, { group, dash: rest.length ? lines.size : group.place, at: new Array(labels.length).fill(null) });
    const line = lines.get(key);
    if (group.parameters[over] === undefined) line.at.fill(group);
    else line.at[labels.indexOf(group.parameters[over])] = group;
  });
  draw("metric", "line", {
    labels,
    datasets: [...lines].map(([label, line]) => ({ ...lineOf({ ...line.group, dash: line.dash }), label, pointRadius: 3, spanGaps: true, groups: line.at,
      data: line.at.map((group) => group && value(group)[0] * factor), half: line.at.map((group) => group && value(group)[1] * factor) })),
  }, { scales: { x: { title: { display: true, text: over }, offset: true }, y: { title, beginAtZero: true, suggestedMax: highest } },
    plugins: { tooltip: { callbacks: { label: (item) => tooltip(item.dataset.groups[item.dataIndex]) } } } });
}

function drawStages() {
  const stages = data.stages[byId("stages-of").value];
  const groups = shownGroups().filter((group) => stages.values[group.index]);
  const sums = groups.map((group) => stages.values[group.index].reduce((a, b) => a + b, 0));
  const [factor, unit] = scaling("ps", Math.max(0, ...sums));
  const sets = stages.names.map((name, place) => ({
    label: name, backgroundColor: stageColours[place % stageColours.length], borderColor: "#fff", borderWidth: 1, maxBarThickness: 34,
    data: groups.map((group) => stages.values[group.index][place] * factor),
  }));
  if (sets.length) {
    const last = sets[sets.length - 1];
    last.half = groups.map((group) => stages.half[group.index] * factor);
    last.middle = sums.map((sum) => sum * factor);
    last.whisker = "#1c2228";
  }
  const highest = Math.max(0, ...groups.map((group, i) => (sums[i] + stages.half[group.index]) * factor));
  draw("stages", "bar", { labels: groups.map((group) => group.label), datasets: sets }, {
    indexAxis: "y", scales: { x: { stacked: true, suggestedMax: highest, title: { display: true, text: `mean latency by stage (${unit})` } }, y: { stacked: true } },
    plugins: { legend: { position: "top", align: "start", labels: { boxWidth: 12, boxHeight: 12 } },
      tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${Number(item.parsed.x.toPrecision(4))} ${unit}, ` +
        `${((100 * item.parsed.x) / (sums[item.dataIndex] * factor)).toFixed(1)} %` } } },
  });
}

function drawSeries() {
  const series = data.series[byId("series-of").value];
  const groups = shownGroups().filter((group) => series.values[group.index]);
  const largest = Math.max(0, ...groups.flatMap((group) => series.values[group.index].map(([, mean]) => Math.abs(mean))));
  const [factor, unit] = scaling(series.unit, largest);
  const sets = groups.flatMap((group) => {
    const points = series.values[group.index];
    const edge = (sign) => points.map(([x, mean, half]) => ({ x, y: (mean + sign * half) * factor }));
    const band = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0, showLine: true, backgroundColor: group.colour + "26", label: "" };
    return [
      { ...lineOf(group), showLine: true, data: points.map(([x, mean]) => ({ x, y: mean * factor })) },
      { ...band, data: edge(-1), fill: "+1" }, { ...band, data: edge(1) },
    ];
  });
  draw("series", "scatter", { datasets: sets }, {
    scales: { x: { title: { display: true, text: "time" }, ticks: { callback: (value) => written(value, "s") } },
      y: { title: { display: true, text: `${byId("series-of").value} (${unit})` } } },
    plugins: { legend: { position: "top", align: "start", labels: { boxWidth: 34, boxHeight: 1, filter: (item) => item.text !== "" } },
      tooltip: { filter: (item) => item.dataset.label !== "",
        callbacks: { label: (item) => `${item.dataset.label}: ${Number(item.parsed.y.toPrecision(4))} ${unit} at ${written(item.parsed.x, "s")}` } } },
  });
}

/** Dark blue to yellow, as cividis goes. */
function heatColour(share) {
  const stops = [[0, 32, 76], [64, 77, 107], [124, 123, 120], [187, 174, 108], [255, 233, 69]];
  const at = Math.min(3.999, Math.max(0, share) * 4);
  const [low, high] = [stops[Math.floor(at)], stops[Math.floor(at) + 1]];
  return low.map((value, i) => Math.round(value + (high[i] - value) * (at % 1)));
}

function drawHeat() {
  const [across, up] = Object.keys(data.swept);
  const metric = data.metrics[byId("heat-of").value];
  const others = Object.keys(data.swept).slice(2);
  const groups = data.groups.map((group, index) => ({ ...group, index })).filter((group) => !hiddenVariants.has(group.place) && metric.values[group.index] &&
    group.parameters[across] !== undefined && group.parameters[up] !== undefined &&
    others.every((name) => group.parameters[name] === undefined || group.parameters[name] === (byId("point-" + name).value || data.swept[name][0])));
  const means = groups.map((group) => metric.values[group.index][0]);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const [factor, unit] = scaling(metric.unit, Math.max(0, ...means.map(Math.abs)));
  const place = byId("heat");
  place.replaceChildren();
  for (const variant of new Set(groups.map((group) => group.variant))) {
    const table = document.createElement("table");
    table.createCaption().textContent = `${variant || "all"}: ${across} across, ${up} up (${unit})`;
    for (const y of [...data.swept[up]].reverse()) {
      const row = table.insertRow();
      row.appendChild(document.createElement("th")).textContent = y;
      for (const x of data.swept[across]) {
        const cell = row.insertCell();
        const group = groups.find((one) => one.variant === variant && one.parameters[across] === x && one.parameters[up] === y);
        if (!group) continue;
        const [mean, half, n] = metric.values[group.index];
        const share = high > low ? (mean - low) / (high - low) : 0;
        cell.textContent = Number((mean * factor).toPrecision(3));
        cell.title = `${group.label}: ${written(mean, metric.unit)} ± ${written(half, metric.unit)}, n = ${n}`;
        cell.style.background = `rgb(${heatColour(share)})`;
        cell.style.color = share > 0.5 ? "#000" : "#fff";
      }
    }
    const foot = table.insertRow();
    foot.appendChild(document.createElement("th"));
    for (const x of data.swept[across]) foot.appendChild(document.createElement("th")).textContent = x;
    place.appendChild(table);
  }
}

const figures = { latency: drawLatency, metric: drawMetric, stages: drawStages, series: drawSeries, heat: drawHeat };

function renew() {
  for (const [id, drawFigure] of Object.entries(figures)) if (byId(id)) drawFigure();
  document.querySelectorAll("[data-group]").forEach((part) => { part.hidden = !isShown(data.groups[part.dataset.group]); });
  document.querySelectorAll("[data-place]").forEach((part) => { part.hidden = hiddenVariants.has(Number(part.dataset.place)); });
}

document.querySelectorAll("nav button").forEach((button) => {
  button.addEventListener("click", () => {
    const place = Number(button.dataset.variant);
    if (!hiddenVariants.delete(place)) hiddenVariants.add(place);
    button.setAttribute("aria-pressed", String(!hiddenVariants.has(place)));
    renew();
  });
});
document.querySelectorAll("select").forEach((select) => select.addEventListener("change", renew));
renew();
document.documentElement.dataset.drawn = Object.keys(charts).join(" ");
