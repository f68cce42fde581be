/** Draws the table that stands beside it; the table stays, the drawing only makes it quicker to see. */
import { figure } from "./table.js";

const NAMES_NEED_PX = 120;
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
  const draw = () => chart.setOption(drawing(part.dataset.chart ?? "bar", read, ground.clientWidth), true);
  draw();
  document.addEventListener("cd:theme", draw);
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(ground);
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
 * @param {string} kind
 * @param {ReturnType<typeof readTable>} read
 * @param {number} width
 */
function drawing(kind, read, width) {
  return kind === "pie" ? pie(read) : axes(read, kind, kind === "bar" && width < NAMES_NEED_PX * read.names.length);
}

/**
 * Bars lie down where the names of offices would not fit under them.
 * @param {ReturnType<typeof readTable>} read
 * @param {string} kind
 * @param {boolean} isLying
 */
function axes(read, kind, isLying) {
  const line = { lineStyle: { color: token("--hair") } };
  const label = { color: token("--muted"), fontSize: 14, lineHeight: 18 };
  const names = { type: "category", data: read.names, inverse: isLying, axisLine: line, axisTick: { show: false }, axisLabel: { ...label, width: NAMES_NEED_PX, overflow: "break", interval: 0 } };
  const values = { type: "value", splitLine: line, axisLabel: { ...label, hideOverlap: true } };
  return {
    ...shared(),
    tooltip: { ...shared().tooltip, trigger: "axis" },
    grid: { left: 8, right: 16, top: 16, bottom: 40, containLabel: true },
    xAxis: isLying ? values : names,
    yAxis: isLying ? names : values,
    series: read.series.map(({ label, values }) => ({ name: label, type: kind, data: values, barMaxWidth: 28, symbolSize: 7, lineStyle: { width: 2.5 } })),
  };
}

/** @param {ReturnType<typeof readTable>} read */
function pie(read) {
  const data = read.names.map((name, place) => ({ name, value: read.series[0].values[place] }));
  return { ...shared(), series: [{ type: "pie", radius: ["45%", "70%"], data, label: { color: token("--ink"), fontSize: 14 } }] };
}
