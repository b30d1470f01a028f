import type { Outcome } from "./figures.ts";
import type { RetentionPoint } from "./honest-utility.ts";

/** One side of the plot: outcomes that differ in one thing. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly outcome: Outcome }[];
}

const width = 960;
const height = 560;
const side = 400;
const top = 60;
const lefts = [64, 544];
/** Colours that also the colour-blind tell apart. */
const colours = ["#0072b2", "#d55e00", "#009e73"];

const number = (value: number): string => value.toFixed(1);
const text = (x: number, y: number, words: string, more = ""): string =>
  `<text x="${number(x)}" y="${number(y)}"${more === "" ? "" : ` ${more}`}>${words}</text>`;

/** The mean over the seeds where all of them have a point. */
function meanLine({ retentions }: Outcome): RetentionPoint[] {
  const [first, ...others] = retentions.map(
    ({ line }) => new Map(line.map(({ cabalWeight, honestWeight }) => [cabalWeight, honestWeight])),
  );
  const means: RetentionPoint[] = [];
  for (const [cabalWeight, honestWeight] of first ?? []) {
    const rest = others.flatMap((line) => line.get(cabalWeight) ?? []);
    if (rest.length < others.length) continue;
    const sum = rest.reduce((total, value) => total + value, honestWeight);
    means.push({ cabalWeight, honestWeight: sum / retentions.length });
  }
  return means;
}

function panelOf({ title, lines }: Panel, left: number): string[] {
  const x = (part: number): number => left + side * part;
  const y = (part: number): number => top + side * (1 - part);
  const path = (points: readonly RetentionPoint[], attributes: string): string => {
    const steps = points.map(({ honestWeight, cabalWeight }) => `${number(x(honestWeight))} ${number(y(cabalWeight))}`);
    return `<path d="M${steps.join("L")}" fill="none" ${attributes}/>`;
  };
  const out = [text(x(0.5), top - 24, title, 'text-anchor="middle" font-size="16" font-weight="bold"')];
  for (let tenth = 0; tenth <= 10; tenth++) {
    const part = tenth / 10;
    out.push(
      `<path d="M${number(x(part))} ${y(0)}V${y(1)}M${x(0)} ${number(y(part))}H${x(1)}" stroke="#e0e0e0"/>`,
      text(x(part), y(0) + 18, String(10 * tenth), 'text-anchor="middle"'),
      text(x(0) - 8, y(part) + 4, String(10 * tenth), 'text-anchor="end"'),
    );
  }
  out.push(`<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="none" stroke="#404040"/>`);
  for (const [place, { label, outcome }] of lines.entries()) {
    const stroke = `stroke="${colours[place] ?? "#000000"}"`;
    const utility = outcome.figure.published?.utility;
    if (utility !== undefined)
      out.push(`<path d="M${number(x(utility / 100))} ${y(0)}V${y(1)}" ${stroke} stroke-dasharray="5 4"/>`);
    for (const { line } of outcome.retentions) out.push(path(line, `${stroke} stroke-opacity="0.15"`));
    out.push(path(meanLine(outcome), `${stroke} stroke-width="2.5"`));
    const [cx, cy] = [x(outcome.mean / 100), y(outcome.cabalWeight / 100)];
    out.push(
      `<circle cx="${number(cx)}" cy="${number(cy)}" r="5" fill="${colours[place] ?? "#000000"}" stroke="#ffffff"/>`,
    );
    const row = top + 28 + 22 * place;
    out.push(
      `<path d="M${left + 14} ${row - 4}h24" ${stroke} stroke-width="2.5"/>`,
      text(left + 46, row, `${label}: ${outcome.mean.toFixed(1)} %`),
    );
  }
  out.push(
    text(x(0.5), y(0) + 40, "honest utility: weight of the honest on themselves, %", 'text-anchor="middle"'),
    text(
      left - 42,
      top + side / 2,
      "weight of the cabal on itself, %",
      `text-anchor="middle" transform="rotate(-90 ${left - 42} ${top + side / 2})"`,
    ),
  );
  return out;
}

/** The retention lines as a picture (SVG): thin for each seed, thick for their mean, a dot where the cabal does best. */
export function retentionPlot(panels: readonly [Panel, Panel], caption: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="12" fill="#202020">`,
    `<title>${caption}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...panels.flatMap((panel, place) => panelOf(panel, lefts[place] ?? 0)),
    text(width / 2, height - 22, caption, 'text-anchor="middle" fill="#505050"'),
    "</svg>",
    "",
  ].join("\n");
}
