// Prints the benchmark table: ours, what it is held against, the ratio and the goal; with --save it becomes the baseline.
// `flood` (only when asked for) floods a node and prints what others see of it meanwhile:
// `program --runtime FILE` times the idle blocks by a program that lies outside the project.
// npm run bench -- flood [PHASE...] [--seconds 60] [--binary PATH] [--rate 2500] [--keys 100000]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { blockRows, programRows } from "../test/bench/blocks.ts";
import { epochRows } from "../test/bench/epoch.ts";
import { runFlood } from "../test/bench/flood/run.ts";
import { genesisRows } from "../test/bench/genesis.ts";
import { calibration, type Row } from "../test/bench/measure.ts";
import native from "../test/bench/native.json" with { type: "json" };
import { memoryRows, replayRows, startRow } from "../test/bench/process.ts";
import { tableText } from "./table.ts";

const baselineFile = fileURLToPath(new URL("../test/bench/baseline.json", import.meta.url));
const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    save: { type: "boolean", default: false },
    seconds: { type: "string", default: "60" },
    binary: { type: "string", default: fileURLToPath(new URL("../bin/subtensor", import.meta.url)) },
    rate: { type: "string", default: "2500" },
    keys: { type: "string", default: "100000" },
    runtime: { type: "string" },
  },
});
if (only[0] === "flood") {
  const { seconds, binary, rate, keys } = values;
  const numbers = { seconds: Number(seconds), rate: Number(rate), keys: Number(keys) };
  await runFlood({ ...numbers, program: binary, only: only.slice(1) });
  process.exit();
}
const wanted = (name: string): boolean => only.length === 0 || only.includes(name);

type Baseline = { readonly calibration: number; readonly rows: Readonly<Record<string, number>> };
const baseline: Baseline | undefined = existsSync(baselineFile)
  ? JSON.parse(readFileSync(baselineFile, "utf8"))
  : undefined;
const loop = calibration();

const rows: Row[] = [];
if (wanted("start")) rows.push(await startRow(20));
if (wanted("genesis")) rows.push(...(await genesisRows(100_000, 3)));
if (wanted("blocks")) rows.push(...(await blockRows(native)));
if (values.runtime !== undefined) rows.push(...programRows(readFileSync(values.runtime), native));
if (wanted("epoch")) rows.push(...epochRows((name) => (native.epoch as Record<string, number>)[name] ?? Number.NaN));
if (wanted("replay")) rows.push(...replayRows(native.replay));
if (wanted("memory")) rows.push(...(await memoryRows(10_000)));

const show = (value: number, unit = "ms"): string => `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
const table = [
  ["what", "ours", "held against", "ratio", "goal", "reached", "baseline"],
  ...rows.map(({ what, ours, unit, against }) => {
    const ratio = against === undefined ? undefined : ours / against.value;
    const goal = against?.goal;
    return [
      what,
      show(ours, unit),
      against === undefined ? "" : `${against.name} ${show(against.value, unit)}`,
      ratio?.toFixed(2) ?? "",
      goal === undefined ? "" : `at most ${goal}`,
      goal === undefined || ratio === undefined ? "" : ratio <= goal ? "yes" : "no",
      baseline?.rows[what] === undefined ? "" : show(baseline.rows[what], unit),
    ];
  }),
];
console.log(tableText(table));
console.log(
  `\ncalibration loop: ${show(loop)}${baseline === undefined ? "" : `, ${show(baseline.calibration)} when the baseline was taken`}. Native figures are of another run.`,
);
console.log(
  "State root against LevelDB: node scripts/run.js test/bench/state-root.ts. Moving a chain: node scripts/run.js test/bench/move-to.ts. RPC: node scripts/run.js test/bench/rpc.ts. Floods: npm run bench -- flood.",
);

if (values.save) {
  const kept = {
    ...baseline?.rows,
    ...Object.fromEntries(rows.map(({ what, ours }) => [what, Number(ours.toFixed(3))])),
  };
  writeFileSync(
    baselineFile,
    `${JSON.stringify({ calibration: Number(loop.toFixed(3)), rows: kept }, undefined, 2)}\n`,
  );
}
