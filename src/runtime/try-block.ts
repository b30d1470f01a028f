import { DecodeError } from "../codec/io.ts";
import { show } from "../lib/show.ts";
import type { StateReader } from "../primitives/state.ts";
import { decodeExtrinsic } from "./executive/extrinsic.ts";
import type { Runtime } from "./frame/compose.ts";
import { type Violation, violations } from "./try-state.ts";

const rawWrites: readonly unknown[] = ["set_storage", "kill_storage", "kill_prefix", "set_code"];

/** Whether there is a call among these values that writes storage directly, which Root may. */
function writesRaw(value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return false;
  if (Array.isArray(value)) return value.some(writesRaw);
  const { pallet, name } = value as { readonly pallet?: unknown; readonly name?: unknown };
  if (pallet === "System" && rawWrites.includes(name)) return true;
  return Object.values(value).some(writesRaw);
}

function holdsRawWrites(runtime: Runtime, extrinsic: Uint8Array): boolean {
  try {
    return writesRaw(decodeExtrinsic(extrinsic, runtime).call);
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/** A block that was executed: the states before and after it, and its extrinsics. */
export interface TriedBlock {
  readonly before: StateReader;
  readonly after: StateReader;
  readonly body: readonly Uint8Array[];
}

/**
 * What does not hold after a block. What it changed is not checked where a call in it writes storage directly
 * (System.set_storage and its like): such changes need no reason.
 */
export function blockViolations(runtime: Runtime, { before, after, body }: TriedBlock): Violation[] {
  const raw = body.some((extrinsic) => holdsRawWrites(runtime, extrinsic));
  return violations(runtime, after, raw ? undefined : before);
}

/** Violations for people: of each the pallet and the rule, then where, what should be, and what is. */
export function describeViolations(found: readonly Violation[], most = 20): string[] {
  const lines = found
    .slice(0, most)
    .flatMap(({ pallet, invariant, at, expected, found: is }) => [
      `  ${pallet}: ${invariant}`,
      ...(at.length > 0 ? [`    at:       ${show(at)}`] : []),
      `    expected: ${show(expected)}`,
      `    found:    ${show(is)}`,
    ]);
  return found.length > most ? [...lines, `  … and ${found.length - most} more`] : lines;
}
