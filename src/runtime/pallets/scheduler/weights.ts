import { addWeight, benchmarked, mulWeight, subWeight, type Weight, weight, zeroWeight } from "../../frame/weight.ts";

const proof = 110_487n;
const each = (tasks: number, refTime: bigint): Weight => mulWeight(weight(refTime), tasks);

/**
 * Measured weights of Scheduler, by the number of tasks in an agenda.
 * Rust: `pallet_scheduler::weights::SubstrateWeight`.
 */
export const weights = {
  serviceAgendasBase: benchmarked(1_335_000n, 1489n, 1, 1),
  serviceAgendaBase: (tasks: number): Weight => addWeight(benchmarked(2_409_000n, proof, 1, 1), each(tasks, 486_046n)),
  executeDispatchSigned: benchmarked(4_155_000n, 3997n, 2, 0),
  executeDispatchUnsigned: weight(1_858_000n),
  schedule: (tasks: number): Weight => addWeight(benchmarked(3_815_234n, proof, 1, 1), each(tasks, 538_417n)),
  cancel: (tasks: number): Weight => addWeight(benchmarked(2_524_382n, proof, 1, 3), each(tasks, 777_710n)),
  scheduleNamed: (tasks: number): Weight => addWeight(benchmarked(8_965_037n, proof, 2, 2), each(tasks, 559_963n)),
  cancelNamed: (tasks: number): Weight => addWeight(benchmarked(7_403_622n, proof, 2, 3), each(tasks, 778_228n)),
  scheduleRetry: (tasks: number): Weight => addWeight(benchmarked(10_762_174n, proof, 1, 2), each(tasks, 16_285n)),
  setRetry: benchmarked(169_783_000n, proof, 1, 1),
  setRetryNamed: benchmarked(186_544_000n, proof, 2, 1),
  cancelRetry: benchmarked(169_076_000n, proof, 1, 1),
  cancelRetryNamed: benchmarked(182_329_000n, proof, 2, 1),
};

const taskBase = weight(2_991_000n);
const taskNamed = benchmarked(4_292_000n, 0n, 0, 1);
const taskPeriodic = weight(2_974_000n);

function taskFetched(bytes: number): Weight {
  return addWeight(benchmarked(16_792_000n, 3556n, 3, 2), mulWeight(weight(23_402n, 1n), bytes));
}

/** Weight of one task without its call: of a preimage of so many bytes, a name, a period. Rust: `service_task`. */
export function serviceTask(lookedUp: number | undefined, named: boolean, periodic: boolean): Weight {
  return addWeight(
    lookedUp === undefined ? taskBase : taskFetched(lookedUp),
    named ? subWeight(taskNamed, taskBase) : zeroWeight,
    periodic ? subWeight(taskPeriodic, taskBase) : zeroWeight,
  );
}
