/** Draws the table that stands beside it; the table stays, the drawing only makes it quicker to see. */
import { figure } from "./table.js";

const TONES = ["--brand", "--good", "--late", "--soon", "--note", "--muted"];

/** @param {HTMLElement} part */
export async function enhance(part) {
  const ground = /** @type {HTMLElement} */ (part.querySelector("[data-chart-ground]"));
  const table = part.querySelector("table");
  if (!table) return;
  await import("../../vendor/echarts/echarts.js");
  ground.hidden = false;
  part.querySelector("[data-chart-table]")?.removeAttribute("open");
  const read = readTable(table);
  const chart = window.echarts.init(ground, null, { renderer: "canvas" });
  const draw = () => chart.setOption(part.dataset.chart === "pie" ? pie(read) : axes(read, part.dataset.chart ?? "bar"), true);
  draw();
  document.addEventListener("cd:theme", draw);
  new ResizeObserver(() => chart.resize()).observe(ground);
}

/**
 * @param {HTMLTableElement} table
 * @returns {{ names: string[], series: { label: string, values: (number | null)[] }[] }}
 */
export function readTable(table) {
  const language = document.documentElement.lang;
  const rows = [...table.tBodies[0].rows];
  const heads = [...(table.tHead?.rows[0].cells ?? [])].map((cell) => cell.textContent?.trim() ?? "");
  return {
    names: rows.map((row) => row.cells[0].textContent?.trim() ?? ""),
    series: heads.slice(1).map((label, place) => ({
      label,
      values: rows.map((row) => figure(row.cells[place + 1].textContent?.trim() ?? "", language)),
    })),
  };
}

/** @param {string} name */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** What every drawing shares. The tooltip is drawn, since markup with styles of its own is not let in. */
function shared() {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !calm,
    animationDuration: 200,
    color: TONES.map(token),
    textStyle: { fontFamily: token("--font"), fontSize: 14, color: token("--ink") },
    legend: { bottom: 0, textStyle: { color: token("--ink"), fontSize: 14 }, itemWidth: 14, itemHeight: 14 },
    tooltip: { renderMode: "richText", backgroundColor: token("--paper"), borderColor: token("--line"), textStyle: { color: token("--ink"), fontSize: 14 } },
  };
}

/**
 * @param {ReturnType<typeof readTable>} read
 * @param {string} kind
 */
function axes(read, kind) {
  const line = { lineStyle: { color: token("--hair") } };
  return {
    ...shared(),
    tooltip: { ...shared().tooltip, trigger: "axis" },
    grid: { left: 8, right: 8, top: 16, bottom: 40, containLabel: true },
    xAxis: { type: "category", data: read.names, axisLine: line, axisTick: { show: false }, axisLabel: { color: token("--muted"), fontSize: 14, width: 110, overflow: "break", interval: 0, hideOverlap: true } },
    yAxis: { type: "value", splitLine: line, axisLabel: { color: token("--muted"), fontSize: 14 } },
    series: read.series.map(({ label, values }) => ({ name: label, type: kind, data: values, barMaxWidth: 28, symbolSize: 7, lineStyle: { width: 2.5 } })),
  };
}

/** @param {ReturnType<typeof readTable>} read */
function pie(read) {
  const data = read.names.map((name, place) => ({ name, value: read.series[0].values[place] }));
  return { ...shared(), series: [{ type: "pie", radius: ["45%", "70%"], data, label: { color: token("--ink"), fontSize: 14 } }] };
}
