import { maxU64 } from "../../../../../lib/integers.ts";
import { I32F32, I64F64 } from "../../../../fixed/formats.ts";
import { normalAlpha, plainAlpha } from "../bonds.ts";
import type { EmissionAmounts } from "../emission-amounts.ts";
import type { EpochInput, EpochOutput } from "../epoch-types.ts";
import { minusHundred } from "../liquid-alpha.ts";
import { u16ProportionToFixed } from "../scalars.ts";
import { stakeAndPermits } from "../stake-and-permits.ts";
import { readRows, readU16, readU64, writeMarks, writeNumbers, writeRows, writeSameBlock } from "./lists.ts";
import { freshProgram, type MatrixAt, type Program, type VectorAt } from "./program.ts";

/** What the steps of one epoch share: the input, and what of it lies in the program's memory. */
interface Step {
  readonly program: Program;
  readonly input: EpochInput;
  /** Number of neurons: what lists by uid are long, and matrices wide. */
  readonly size: number;
  /** Rows of the matrices: as many, where the mechanism exists. */
  readonly rows: number;
  readonly registered: VectorAt;
  readonly stake: VectorAt;
  /** With zeros for rows beyond. */
  readonly activeStake: VectorAt;
}

/** As `Agreement` of ../consensus.ts. */
interface Agreed {
  readonly consensus: VectorAt;
  readonly validatorTrust: VectorAt;
  readonly incentive: VectorAt;
  readonly weightsForBonds: MatrixAt;
}

interface Earned {
  readonly bonds: MatrixAt;
  /** For each neuron that has a row. */
  readonly dividends: VectorAt;
}

/** Neurons that have a row. */
const shorter = ({ size, rows }: Step): number => (size < rows ? size : rows);

function countedWeights({ program, input, size, rows, registered }: Step, forbidden: readonly boolean[]): MatrixAt {
  const { starts, stored } = writeRows(program, input.weights);
  const weights = program.unpackWeights(
    starts,
    stored,
    rows,
    writeMarks(program, forbidden, rows),
    input.ownerUid ?? -1,
    writeNumbers(program, input.lastUpdate, rows),
    input.commitBlocks === undefined
      ? writeSameBlock(program, maxU64, rows)
      : writeNumbers(program, input.commitBlocks, rows),
    registered,
    size,
  );
  program.inplaceRowNormalizeSparse(weights);
  return weights;
}

function agreement({ program, input, size, activeStake }: Step, weights: MatrixAt): Agreed {
  const majority = u16ProportionToFixed(input.kappa);
  const consensus = program.weightedMedianColSparse(activeStake, size, weights, size, majority);
  const clipped = program.colClipSparse(weights, consensus, size);
  const incentive = program.matmulSparse(clipped, activeStake, size);
  program.inplaceNormalize(incentive, size);
  const penalty = u16ProportionToFixed(input.bondsPenalty);
  return {
    consensus,
    validatorTrust: program.rowSumSparse(clipped),
    incentive,
    weightsForBonds: program.interpolateSparse(weights, clipped, size, penalty),
  };
}

function storedBonds({ program, input, size, rows, registered }: Step): MatrixAt {
  const { starts, stored } = writeRows(program, input.bonds);
  return program.unpackBonds(starts, stored, rows, input.lastTempo, registered, size, input.yuma3 ? 1 : 0);
}

function yuma3(step: Step, { weightsForBonds, consensus, incentive }: Agreed): Earned {
  const { program, input, size, activeStake } = step;
  const { liquidAlpha } = input;
  const stored = storedBonds(step);
  const bonds =
    liquidAlpha !== undefined && program.anyNonZero(consensus, size) !== 0
      ? program.liquidBonds(
          weightsForBonds,
          stored,
          consensus,
          size,
          u16ProportionToFixed(liquidAlpha.low),
          u16ProportionToFixed(liquidAlpha.high),
          I32F32.saturatingDiv(I32F32.saturatingFromNum(liquidAlpha.steepness), minusHundred),
        )
      : program.matEmaSparse(weightsForBonds, stored, plainAlpha(input.bondsMovingAverage));
  const normal = program.copyMatrix(bonds);
  program.inplaceColNormalizeSparse(normal, size);
  const earned = program.rowSumSparse(program.matVecMulSparse(normal, incentive, size));
  const dividends = program.vecMul(earned, activeStake, shorter(step));
  program.inplaceNormalize(dividends, shorter(step));
  return { bonds, dividends };
}

function yuma2(step: Step, { weightsForBonds, incentive }: Agreed): Earned {
  const { program, input, size, activeStake } = step;
  const stored = storedBonds(step);
  program.inplaceColNormalizeSparse(stored, size);
  const delta = program.rowHadamardSparse(weightsForBonds, activeStake, size);
  program.inplaceColNormalizeSparse(delta, size);
  const bonds = program.matEmaSparse(delta, stored, normalAlpha(input.bondsMovingAverage));
  program.inplaceColNormalizeSparse(bonds, size);
  const dividends = program.matmulTransposeSparse(bonds, incentive, size);
  program.inplaceNormalize(dividends, shorter(step));
  program.inplaceColMaxUpscaleSparse(bonds, size);
  return { bonds, dividends };
}

/** As `emissionAmounts` of ../emission-amounts.ts. */
function emissions(step: Step, incentive: VectorAt, dividends: VectorAt): EmissionAmounts {
  const { program, input, size, stake, activeStake } = step;
  const length = shorter(step);
  const amounts = (parts: VectorAt, count: number): bigint[] =>
    readU64(program, program.shares(parts, count, input.emission), count);
  const both = program.vecAdd(incentive, dividends, length);
  const total = program.sum(both, length);
  const server = amounts(program.normalizeUsingSum(incentive, size, total), size);
  if (total === 0n) {
    const byStake = amounts(program.sum(activeStake, size) === 0n ? stake : activeStake, size);
    return { server, validator: byStake, combined: byStake };
  }
  const validator = amounts(program.normalizeUsingSum(dividends, length, total), length);
  program.inplaceNormalize(both, length);
  return { server, validator, combined: amounts(both, length) };
}

/**
 * Yuma consensus for one mechanism of a subnet, exact to the bit, with its loops in WebAssembly: gives what
 * `computeEpoch` of ../epoch.ts gives, step for step. Who is active and who has a permit comes from the same functions.
 * @throws RangeError when stake is not by uid, or weights and bonds have not the same rows.
 */
export function computeEpochInWasm(input: EpochInput): EpochOutput {
  const { size, totalStake, weights } = input;
  const rows = weights.length;
  if (totalStake.length !== size || input.bonds.length !== rows)
    throw new RangeError(
      `${totalStake.length} stakes of ${size} neurons, ${rows} rows of weights, ${input.bonds.length} of bonds`,
    );
  const { active, stake, activeStake, forbidden, newPermits } = stakeAndPermits(input);
  const program = freshProgram();
  const step: Step = {
    program,
    input,
    size,
    rows,
    registered: writeNumbers(program, input.blockAtRegistration, size),
    stake: writeNumbers(program, stake, size),
    activeStake: writeNumbers(program, activeStake, size > rows ? size : rows),
  };
  const agreed = agreement(step, countedWeights(step, forbidden));
  const earned = input.yuma3 ? yuma3(step, agreed) : yuma2(step, agreed);
  const emission = emissions(step, agreed.incentive, earned.dividends);
  const inU16 = (vector: VectorAt, length = size): number[] =>
    readU16(program, program.vecFixedProportionsToU16(vector, length), length);
  const stored = program.packRows(earned.bonds);
  return {
    active,
    stakeWeight: inU16(step.stake),
    stake: totalStake.map((value) => I64F64.saturatingToU64(value)),
    newValidatorPermit: newPermits,
    consensus: inU16(agreed.consensus),
    incentive: inU16(agreed.incentive),
    dividends: inU16(earned.dividends, shorter(step)),
    validatorTrust: inU16(agreed.validatorTrust, rows),
    serverEmission: emission.server,
    validatorEmission: emission.validator,
    combinedEmission: emission.combined,
    bonds: readRows(
      program,
      { starts: program.rowStarts(earned.bonds), stored },
      newPermits,
      input.yuma3 ? rows : shorter(step),
    ),
  };
}
