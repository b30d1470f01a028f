import { I64F64 } from "../../src/runtime/fixed/formats.ts";
import type { EpochInput, EpochOutput } from "../../src/runtime/pallets/subtensor/yuma/epoch-types.ts";
import { type PairRow, pairRow } from "../../src/runtime/pallets/subtensor/yuma/pair-rows.ts";
import { vecU16MaxUpscaleToU16 } from "../../src/runtime/pallets/subtensor/yuma/vectors.ts";
import { seededUniform, standardNormals } from "./seeded-normal.ts";

/**
 * A network in two camps, as in the original's study: the honest one and a cabal, with validators and miners in
 * proportion to their stake. Each validator gives one part of its weight to its own camp and the rest to the other.
 * The numbers are floats here; what goes into an epoch is whole.
 * Rust: `pallets/subtensor/src/tests/consensus.rs split_graph` and init_run_epochs.
 */
export interface NetworkShape {
  readonly neurons: number;
  readonly validators: number;
  /** Part of the stake that is honest. */
  readonly honestStake: number;
}

/** What the rules may say about such a network. */
export interface Settings {
  /** 0 to 1. */
  readonly bondsPenalty: number;
  /** Part of the emission that goes to validators; the chain's is a half. */
  readonly validatorPart: number;
  readonly yuma3: boolean;
}

/** What chance decides about a network; the same for all weights that the camps may choose. */
export interface Draw {
  readonly shape: NetworkShape;
  /** Rao by validator; the honest ones first. */
  readonly stake: readonly bigint[];
  /** By validator, how it divides among the honest miners what it gives these, and among the cabal's: parts of 1. */
  readonly shares: readonly { readonly honest: readonly number[]; readonly cabal: readonly number[] }[];
}

const totalStake = 21_000_000_000_000_000n;
const stakeDeviation = 0.3;
const emission = 1_000_000_000n;

/** A part of a whole number, never none and never all of it. */
function someOf(part: number, total: number): number {
  return Math.min(Math.max(Math.floor(part * total + 1e-9), 1), total - 1);
}

/** How many validators and miners are honest. */
export function honestCounts({ neurons, validators, honestStake }: NetworkShape): {
  validators: number;
  miners: number;
} {
  return { validators: someOf(honestStake, validators), miners: someOf(honestStake, neurons - validators) };
}

/** Numbers of mean 1 and that deviation, none below zero, as parts of their sum. */
function spread(normals: readonly number[], deviation: number): number[] {
  const values = normals.map((normal) => Math.max(0, 1 + deviation * normal));
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** Draws a network whose weights have that standard deviation, as a part of their mean. */
export function drawNetwork(shape: NetworkShape, weightDeviation: number, seed: number): Draw {
  const uniform = seededUniform(seed);
  const honest = honestCounts(shape);
  const camp = (size: number, part: number): bigint[] =>
    spread(standardNormals(uniform, size), stakeDeviation).map((share) =>
      BigInt(Math.floor(share * part * Number(totalStake))),
    );
  const weights = (miners: number): number[] => spread(standardNormals(uniform, miners), weightDeviation);
  return {
    shape,
    stake: [
      ...camp(honest.validators, shape.honestStake),
      ...camp(shape.validators - honest.validators, 1 - shape.honestStake),
    ],
    shares: Array.from({ length: shape.validators }, () => ({
      honest: weights(honest.miners),
      cabal: weights(shape.neurons - shape.validators - honest.miners),
    })),
  };
}

/** The weights of one validator as they are stored, `toHonest` of them to honest miners. */
function weightsOf({ shape, shares }: Draw, validator: number, toHonest: number): PairRow {
  const { honest, cabal } = shares[validator] ?? { honest: [], cabal: [] };
  const given = [...honest.map((share) => share * toHonest), ...cabal.map((share) => share * (1 - toHonest))];
  const scaled = vecU16MaxUpscaleToU16(given.map((value) => Math.floor(value * 65_535)));
  return pairRow(scaled.map((value, miner) => [shape.validators + miner, value]));
}

/**
 * The epoch of a drawn network where honest validators give `honestWeight` to honest miners, which is the utility
 * that these have, and the cabal gives `cabalWeight` to its own.
 */
export function epochOf(draw: Draw, settings: Settings, honestWeight: number, cabalWeight: number): EpochInput {
  const { neurons, validators } = draw.shape;
  const honest = honestCounts(draw.shape).validators;
  const byUid = <T>(validator: (uid: number) => T, miner: T): T[] =>
    Array.from({ length: neurons }, (_, uid) => (uid < validators ? validator(uid) : miner));
  return {
    size: neurons,
    currentBlock: 2n,
    activityCutoff: 5000n,
    lastUpdate: byUid(() => 1n, 1n),
    blockAtRegistration: byUid(() => 0n, 0n),
    totalStake: byUid((uid) => I64F64.fromNum(draw.stake[uid] ?? 0n), 0n),
    stakeThreshold: 0n,
    ownerUid: undefined,
    validatorPermit: byUid(() => true, false),
    maxAllowedValidators: validators,
    weights: byUid((uid) => weightsOf(draw, uid, uid < honest ? honestWeight : 1 - cabalWeight), pairRow([])),
    commitBlocks: undefined,
    kappa: 32_767,
    bondsPenalty: Math.floor(settings.bondsPenalty * 65_534),
    yuma3: settings.yuma3,
    bonds: byUid(() => pairRow([]), pairRow([])),
    lastTempo: 1n,
    bondsMovingAverage: 900_000n,
    liquidAlpha: undefined,
    emission,
  };
}

/** The part of the emission that the honest camp gets. */
export function honestEmission({ shape }: Draw, { validatorPart }: Settings, output: EpochOutput): number {
  const honest = honestCounts(shape);
  const isHonest = (uid: number): boolean =>
    uid < shape.validators ? uid < honest.validators : uid - shape.validators < honest.miners;
  const part = (amounts: readonly bigint[]): number => {
    const sum = (values: readonly bigint[]): number => Number(values.reduce((total, value) => total + value, 0n));
    return sum(amounts.filter((_, uid) => isHonest(uid))) / sum(amounts);
  };
  return validatorPart * part(output.validatorEmission) + (1 - validatorPart) * part(output.serverEmission);
}
