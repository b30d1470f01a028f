import type { EpochKernel } from "../../src/runtime/pallets/subtensor/yuma/epoch-types.ts";
import { type Retention, retentionOf } from "./honest-utility.ts";
import { drawNetwork, type NetworkShape, type Settings } from "./split-network.ts";

/** The network of the study: that of the original's docs/consensus.md. */
export const studyShape: NetworkShape = { neurons: 512, validators: 64, honestStake: 0.6 };

/** How far the mean over the seeds may lie from the published figure, in points of a hundred. */
export const allowedPoints = 2;

/** What the original's docs/consensus.md says, in hundredths. */
export interface Published {
  /** The honest utility that is needed, as the text has it. */
  readonly utility: number;
  /** The same, read from the coordinates of the line in its plot, which the text cuts to whole points. */
  readonly drawn: number;
  /** What the cabal does best. */
  readonly cabalWeight?: number;
}

/** One question of the study. */
export interface Figure {
  readonly name: string;
  /** Standard deviation of weights, as a part of their mean. */
  readonly weightDeviation: number;
  readonly settings: Settings;
  readonly published?: Published;
}

const asPublished: Settings = { bondsPenalty: 1, validatorPart: 0.5, yuma3: false };

/** The published figures that vary how much weights deviate, and how bonds are punished. */
export const figures = {
  deviation0: {
    name: "weight deviation 0",
    weightDeviation: 0,
    settings: asPublished,
    published: { utility: 60, drawn: 60, cabalWeight: 40 },
  },
  deviation20: {
    name: "weight deviation 0.2",
    weightDeviation: 0.2,
    settings: asPublished,
    published: { utility: 67, drawn: 66.7, cabalWeight: 60 },
  },
  deviation40: {
    name: "weight deviation 0.4, bonds penalty 1",
    weightDeviation: 0.4,
    settings: asPublished,
    published: { utility: 73, drawn: 73.3, cabalWeight: 80 },
  },
  penalty50: {
    name: "bonds penalty 0.5",
    weightDeviation: 0.4,
    settings: { ...asPublished, bondsPenalty: 0.5 },
    published: { utility: 76, drawn: 76.8, cabalWeight: 100 },
  },
  penalty0: {
    name: "bonds penalty 0",
    weightDeviation: 0.4,
    settings: { ...asPublished, bondsPenalty: 0 },
    published: { utility: 78, drawn: 78.8, cabalWeight: 100 },
  },
  validators25: {
    name: "validators get 0.25 of the emission",
    weightDeviation: 0.4,
    settings: { ...asPublished, validatorPart: 0.25 },
    published: { utility: 78, drawn: 78.5 },
  },
  validators0: {
    name: "validators get nothing",
    weightDeviation: 0.4,
    settings: { ...asPublished, validatorPart: 0 },
    published: { utility: 82, drawn: 82.4 },
  },
} as const satisfies Readonly<Record<string, Figure>>;

/** The same questions for the bonds of Yuma 3, which new subnets have; nothing is published about them. */
export const yuma3Figures: readonly Figure[] = [
  figures.deviation0,
  figures.deviation20,
  figures.deviation40,
  figures.penalty50,
  figures.penalty0,
].map(({ name, weightDeviation, settings }) => ({ name, weightDeviation, settings: { ...settings, yuma3: true } }));

/** What the seeds say about a figure, in hundredths. */
export interface Outcome {
  readonly figure: Figure;
  /** By seed. */
  readonly retentions: readonly Retention[];
  readonly mean: number;
  /** Standard deviation over the seeds. */
  readonly deviation: number;
  readonly cabalWeight: number;
  /** Whether the mean lies where it must; undefined where nothing is published. */
  readonly within: boolean | undefined;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Answers a question for the seeds from 0. @throws RangeError for fewer than two: they have no deviation. */
export function outcomeOf(kernel: EpochKernel, figure: Figure, shape: NetworkShape, seeds: number): Outcome {
  if (seeds < 2) throw new RangeError("a study needs at least two seeds");
  const retentions = Array.from({ length: seeds }, (_, seed) =>
    retentionOf(kernel, drawNetwork(shape, figure.weightDeviation, seed), figure.settings),
  );
  const utilities = retentions.map(({ worst }) => 100 * worst.honestWeight);
  const mean = meanOf(utilities);
  const squares = utilities.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    figure,
    retentions,
    mean,
    deviation: Math.sqrt(squares / (seeds - 1)),
    cabalWeight: meanOf(retentions.map(({ worst }) => 100 * worst.cabalWeight)),
    within: figure.published && Math.abs(mean - figure.published.utility) <= allowedPoints,
  };
}
