import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { DispatchFailure, type FailureReason } from "../../src/runtime/frame/dispatch-error.ts";

/** What became of a call, at any depth. */
export interface CallCount {
  /** As an extrinsic of its own. */
  tried: number;
  /** Of these, in a block. */
  included: number;
  /** Dispatched without an error: by itself, or inside another call. */
  succeeded: number;
  /** Error name to how often the call failed with it. */
  readonly errors: Record<string, number>;
}

/** What a run has seen. Plain data: workers send it. */
export interface Coverage {
  /** By `Pallet.call`. */
  readonly calls: Record<string, CallCount>;
  /** Every error seen, `Pallet.Error`, also where another call went on after it. */
  readonly errors: Record<string, number>;
  /** Why extrinsics were not valid. */
  readonly invalid: Record<string, number>;
  /** Where the original would panic; the extrinsic is then in no block. */
  readonly panics: Record<string, number>;
  /** How often each runtime API method was asked, `Api_method`. */
  readonly apis: Record<string, number>;
  /** Where the original would panic in one. */
  readonly apiPanics: Record<string, number>;
  extrinsics: number;
  blocks: number;
  epochs: number;
  /** Blocks that a program executed too. */
  compared: number;
}

export const newCoverage = (): Coverage => ({
  calls: {},
  errors: {},
  invalid: {},
  panics: {},
  apis: {},
  apiPanics: {},
  extrinsics: 0,
  blocks: 0,
  epochs: 0,
  compared: 0,
});

export const count = (counts: Record<string, number>, name: string, by = 1): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

/** The line of a call, made when it is first needed. */
export function callCount(coverage: Coverage, name: string): CallCount {
  coverage.calls[name] ??= { tried: 0, included: 0, succeeded: 0, errors: {} };
  return coverage.calls[name];
}

/** Adds what `other` saw to `coverage`. */
export function addCoverage(coverage: Coverage, other: Coverage): void {
  for (const [name, line] of Object.entries(other.calls)) {
    const sum = callCount(coverage, name);
    sum.tried += line.tried;
    sum.included += line.included;
    sum.succeeded += line.succeeded;
    for (const [error, times] of Object.entries(line.errors)) count(sum.errors, error, times);
  }
  for (const part of ["errors", "invalid", "panics", "apis", "apiPanics"] as const)
    for (const [name, times] of Object.entries(other[part])) count(coverage[part], name, times);
  coverage.extrinsics += other.extrinsics;
  coverage.compared += other.compared;
  coverage.blocks += other.blocks;
  coverage.epochs += other.epochs;
}

/** `Pallet.Error` of a failure, or the name of a general one. */
export function reasonName(reason: FailureReason, runtime: Runtime): string {
  if (typeof reason === "string") return reason;
  if ("pallet" in reason) return `${reason.pallet}.${reason.name}`;
  if (reason.type === "Module") return moduleErrorName(reason.value, runtime);
  return "value" in reason && typeof reason.value === "string" ? `${reason.type}.${reason.value}` : reason.type;
}

function moduleErrorName({ index, error }: { index: number; error: string }, runtime: Runtime): string {
  const place = runtime.pallets.find((one) => one.index === index);
  const found = Object.values(place?.pallet.errors ?? {}).find(
    (one) => one.index === Number.parseInt(error.slice(2, 4), 16),
  );
  return `${place?.pallet.name}.${found?.name}`;
}

/** Notes the dispatch errors that lie anywhere in the fields of an event: some calls go on after an error and tell of it. */
export function noteErrorsIn(coverage: Coverage, runtime: Runtime, value: unknown): void {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  const one = value as { type?: unknown; value?: { index?: unknown; error?: unknown } };
  if (one.type === "Module" && typeof one.value?.index === "number" && typeof one.value.error === "string") {
    count(coverage.errors, moduleErrorName(one.value as { index: number; error: string }, runtime));
    return;
  }
  if (value instanceof DispatchFailure) return;
  for (const part of Object.values(value)) noteErrorsIn(coverage, runtime, part);
}
