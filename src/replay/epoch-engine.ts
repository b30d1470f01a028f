import { isDeepStrictEqual } from "node:util";
import { computeEpoch } from "../runtime/pallets/subtensor/yuma/epoch.ts";
import type { EpochInput, EpochKernel, EpochOutput } from "../runtime/pallets/subtensor/yuma/epoch-types.ts";
import { computeEpochInWasm } from "../runtime/pallets/subtensor/yuma/kernel/epoch.ts";
import type { EpochEngine } from "./epoch-engines.ts";

/** Computes with both engines. @throws Error that names what differs. */
function computeWithBoth(input: EpochInput): EpochOutput {
  const found = computeEpochInWasm(input);
  for (const [name, expected] of Object.entries(computeEpoch(input)))
    if (!isDeepStrictEqual(found[name as keyof EpochOutput], expected))
      throw new Error(`the two engines differ in ${name} of an epoch of ${input.size} neurons`);
  return found;
}

const kernels: Readonly<Record<EpochEngine, EpochKernel>> = {
  wasm: computeEpochInWasm,
  reference: computeEpoch,
  both: computeWithBoth,
};

export function epochKernelOf(engine: EpochEngine): EpochKernel {
  return kernels[engine];
}

/** Which of the implementations of one function an engine runs; the kernel does not have every function. */
export function implementations<F>(engine: EpochEngine, reference: F, kernel: F | undefined): readonly F[] {
  if (kernel === undefined || engine === "reference") return [reference];
  return engine === "wasm" ? [kernel] : [reference, kernel];
}
