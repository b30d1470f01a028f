import { allowedPoints, type Outcome, studyShape } from "./figures.ts";
import { distance, tolerance } from "./run-yuma3.ts";
import type { ExpectedEpoch, Yuma3Scenario } from "./yuma3-scenarios.ts";

/** A table in Markdown, its columns padded so that it reads well as it stands. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
}

/** Figures against what is published; without the columns that would be empty. */
export function outcomesTable(outcomes: readonly Outcome[]): string {
  const percent = (value: number | undefined, digits = 0): string =>
    value === undefined ? "" : `${value.toFixed(digits)} %`;
  const columns: Readonly<Record<string, (outcome: Outcome) => string>> = {
    setting: ({ figure }) => figure.name,
    published: ({ figure }) => percent(figure.published?.utility),
    "as drawn": ({ figure }) => percent(figure.published?.drawn, 1),
    ours: ({ mean }) => percent(mean, 1),
    deviation: ({ deviation }) => deviation.toFixed(1),
    [`within ${allowedPoints} points`]: ({ within }) => (within === undefined ? "" : within ? "yes" : "NO"),
    "cabal's best": ({ cabalWeight }) => percent(cabalWeight),
    "published best": ({ figure }) => percent(figure.published?.cabalWeight),
  };
  const used = Object.entries(columns).filter(([, cell]) => outcomes.some((outcome) => cell(outcome) !== ""));
  return table(
    used.map(([name]) => name),
    outcomes.map((outcome) => used.map(([, cell]) => cell(outcome))),
  );
}

/** One of the Yuma 3 scenarios and what it led to. */
export interface Yuma3Run {
  readonly scenario: Yuma3Scenario;
  readonly found: readonly ExpectedEpoch[];
}

/** The largest distance of a run from its table; infinite when an epoch is missing. */
export function worstDistance({ scenario, found }: Yuma3Run): number {
  const distances = scenario.expected.map((expected, place) => {
    const ours = found[place];
    return ours === undefined ? Number.POSITIVE_INFINITY : distance(ours, expected);
  });
  return Math.max(...distances);
}

/** The table of a scenario: bonds and dividends of the three validators, published and ours. */
export function yuma3Table({ scenario, found }: Yuma3Run): string {
  const row = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(" ");
  const cells = (epoch: ExpectedEpoch): string[] => [...epoch.bonds.map(row), row(epoch.dividends.slice(0, 3))];
  const rows = scenario.expected.flatMap((expected, place) => {
    const ours = found[place];
    return [
      [String(expected.epoch), "published", ...cells(expected), ""],
      ["", "ours", ...(ours === undefined ? [] : [...cells(ours), distance(ours, expected).toFixed(6)])],
    ];
  });
  return table(["epoch", "", "bonds of A", "bonds of B", "bonds of C", "dividends of A, B, C", "distance"], rows);
}

/** The title line of a scenario, with its result. */
export function yuma3Heading(run: Yuma3Run): string {
  const worst = worstDistance(run);
  const verdict = worst <= tolerance ? `equal, at most ${worst.toFixed(6)} off` : `NOT equal: ${worst.toFixed(6)} off`;
  return `${run.scenario.name}: ${verdict}`;
}

/** What the study found. */
export interface Findings {
  readonly seeds: number;
  readonly runs: readonly Yuma3Run[];
  readonly published: readonly Outcome[];
  readonly yuma3: readonly Outcome[];
}

/** research/consensus/README.md. */
export function studyPage({ seeds, runs, published, yuma3 }: Findings): string {
  const { neurons, validators, honestStake } = studyShape;
  return `# What Yuma Consensus guarantees, measured on this runtime

Written by \`npm run study:consensus\`, which also says (exit code 1) when a figure is not what is published.

## Honest utility

The stake is in two camps: ${100 * honestStake} % is honest, the rest a cabal. Honest validators give honest miners the part *W* of their weight that these
deserve (the honest utility), and the cabal's miners the rest; the cabal gives its own miners whatever part pays it best. Where the honest camp gets
as much of the emission as it has of the stake, it keeps its stake. A figure is the least *W* with which it does, whatever the cabal chooses.

${neurons} neurons, ${validators} of them validators, camps in proportion to their stake; stake normal with a deviation of 0.3 of its mean, weights normal with the
deviation that is given; kappa 0.5, no earlier bonds, one epoch. Unless a row says otherwise: bonds of Yuma 2, with which the figures were
published, half of the emission for validators, and for the rows on bonds and on validators a weight deviation of 0.4. Means and standard deviations, in
points of a hundred, of the seeds 0 to ${seeds - 1}. Published are the figures of the original's \`docs/consensus.md\`; "as drawn" is where the line in its plots
lies, for one seed, to a tenth.

${outcomesTable(published)}

![Retention lines](retention.svg)

Along a line the honest keep ${100 * honestStake} % of the stake; to the right of it they gain. Thin lines are seeds, thick ones their mean, dots the figures of the table,
dashed lines what is published.

The chain divides emission in halves; the rows on validators weigh the camps' shares of both halves in the proportion that they name.

The same with the bonds of Yuma 3, which new subnets have. Nothing is published about these.

${outcomesTable(yuma3)}

## Yuma 3, epoch for epoch

The original's tests pin Yuma 3 down with seven sequences of epochs (\`pallets/subtensor/src/tests/epoch.rs\`, \`test_yuma_3_*\`), to ${tolerance}. Here they run on the
whole runtime: settings by calls of root, registrations, weights and the reset of bonds by signed calls, and the chain's own epoch. The original's
tests skip all columns of their tables of bonds, so that they compare dividends only; here both are compared. They run each sequence on a dense copy of
the epoch too, which the chain never takes and which does not exist here.

Validators are A, B and C; a column of bonds has one number for each miner.

${runs.map((run) => `### ${yuma3Heading(run)}\n\nHere ${run.scenario.tells}.\n\n${yuma3Table(run)}`).join("\n\n")}
`;
}
