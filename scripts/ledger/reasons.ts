/** Where a function of the original went that no docs or name of ours tells, or why it is nowhere. */
export type Reason = string | At;

/** In these functions of ours, as a part of them or under another name. */
export interface At {
  readonly file: string;
  readonly names: readonly string[];
}

/**
 * By path of the file (in the checkout), then by name: `name`, or `Header of the impl::name` where several have it. `*` stands for
 * anything, in paths too; of several that fit, the first in the file counts.
 */
export type Reasons = Readonly<Record<string, Readonly<Record<string, Reason>>>>;

/** In functions of ours; paths are from `src/runtime/pallets/` unless they begin with `src/`. */
export function at(path: string, ...names: string[]): At {
  return { file: path.startsWith("src/") ? path : `src/runtime/pallets/${path}`, names };
}

export const migration = "migration of an older state: a genesis of ours is at 425, so it never runs";
export const makesValue = "makes a value: an object or a number here";
export const field = "a field of the value";
export const codec = "SCALE form: a codec of our declarations";
export const emptyImpl = "the empty stand-in for a runtime without it; this runtime has it";
export const arithmetic = "arithmetic on amounts: bigint, with the helpers of src/lib/integers.ts where it saturates";
export const rpcPlumbing = "plumbing of the JSON-RPC server of the original: src/rpc";
export const evmCode = "runs EVM code: not built, the call is refused";
export const contractsCode = "runs contracts: not built, the call is refused";
export const integrity = "checks the build of the original";
