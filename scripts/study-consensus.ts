// Measures what Yuma Consensus guarantees and compares it with what the original publishes; writes docs/study. Takes --seeds N.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  type Figure,
  figures,
  type Outcome,
  outcomeOf,
  studyShape,
  yuma3Figures,
} from "../research/consensus/figures.ts";
import { retentionPlot } from "../research/consensus/retention-plot.ts";
import { runYuma3, tolerance } from "../research/consensus/run-yuma3.ts";
import { outcomesTable, studyPage, worstDistance, yuma3Heading, yuma3Table } from "../research/consensus/study-page.ts";
import { yuma3Scenarios } from "../research/consensus/yuma3-scenarios.ts";
import { epochKernel } from "../src/runtime/pallets/subtensor/ports.ts";
import { wholeState } from "../src/runtime/pallets/subtensor/testing/whole-state.ts";

/** Fewer do not make the page, whose figures are means. */
const fewest = 20;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function wantedSeeds(): number {
  try {
    const { seeds } = parseArgs({ options: { seeds: { type: "string", default: String(fewest) } } }).values;
    const count = Number(seeds);
    if (Number.isSafeInteger(count) && count >= 2) return count;
  } catch {
    // What it does not know, it explains below.
  }
  return fail("usage: npm run study:consensus -- [--seeds N], N at least 2");
}

const seeds = wantedSeeds();
/** What the chain computes its epochs with. */
const kernel = epochKernel.of(wholeState(1));
const runs = yuma3Scenarios.map((scenario) => ({ scenario, found: runYuma3(scenario) }));
for (const run of runs) console.log(`Yuma 3, ${yuma3Heading(run)}\n${yuma3Table(run)}\n`);

console.log(`Honest utility that keeps 60 % of the stake, ${seeds} seeds:`);
const study = (figure: Figure): Outcome => {
  const started = performance.now();
  const outcome = outcomeOf(kernel, figure, studyShape, seeds);
  const bonds = figure.settings.yuma3 ? ", Yuma 3" : "";
  const took = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`  ${figure.name}${bonds}: ${outcome.mean.toFixed(1)} % (${took} s)`);
  return outcome;
};
const { deviation0, deviation20, deviation40, penalty0, penalty50, validators0, validators25 } = figures;
const [even, some, much] = [study(deviation0), study(deviation20), study(deviation40)];
const [unpunished, half] = [study(penalty0), study(penalty50)];
const published = [even, some, much, half, unpunished, study(validators25), study(validators0)];
const yuma3 = yuma3Figures.map(study);
console.log(`\n${outcomesTable(published)}\n\nWith the bonds of Yuma 3:\n${outcomesTable(yuma3)}\n`);

const wrong = [
  ...runs.filter((run) => worstDistance(run) > tolerance).map(({ scenario }) => scenario.name),
  ...published.filter(({ within }) => within !== true).map(({ figure }) => figure.name),
];
console.log(wrong.length === 0 ? "Everything is as published." : `Not as published: ${wrong.join(", ")}.`);
process.exitCode = wrong.length === 0 ? 0 : 1;

if (seeds < fewest) console.log(`Fewer than ${fewest} seeds: research/consensus/README.md stays as it is.`);
else {
  const folder = fileURLToPath(new URL("../research/consensus/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const deviations = [
    { label: "deviation 0", outcome: even },
    { label: "deviation 0.2", outcome: some },
    { label: "deviation 0.4", outcome: much },
  ];
  const penalties = [
    { label: "penalty 0", outcome: unpunished },
    { label: "penalty 0.5", outcome: half },
    { label: "penalty 1", outcome: much },
  ];
  const picture = retentionPlot(
    [
      { title: "Deviation of weights, bonds penalty 1", lines: deviations },
      { title: "Bonds penalty, deviation of weights 0.4", lines: penalties },
    ],
    `Where 60 % of the stake gets 60 % of the emission; ${studyShape.neurons} neurons, ${studyShape.validators} validators, ${seeds} seeds; dashed: published`,
  );
  writeFileSync(`${folder}retention.svg`, picture);
  writeFileSync(`${folder}README.md`, studyPage({ seeds, runs, published, yuma3 }));
  console.log("wrote research/consensus/README.md and research/consensus/retention.svg");
}
