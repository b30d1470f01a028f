import type { Fields, Values } from "../../codec/composites.ts";
import type { Deprecated } from "./deprecated.ts";
import type { Origin } from "./origin.ts";
import type { ReadState, WriteState } from "./state.ts";
import type { DispatchClass, Pays, PostInfo, Weight } from "./weight.ts";

/** A call as a value: which, and with what. */
export interface CallValue {
  readonly pallet: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A number or what makes it from the arguments (and the runtime, for calls that hold calls). */
export type From<A, T> = T | { of(args: A, state: ReadState): T }["of"];

export interface CallSpec<F extends Fields> {
  readonly docs: string;
  readonly args: F;
  /** Only in the configurations for which this is true. */
  readonly when?: (rules: ReadState["rules"]) => boolean;
  readonly deprecated?: Deprecated;
  /** Weight of the call at its worst. Absent exactly when `run` is. */
  readonly weight?: From<Values<F>, Weight>;
  /** Default Normal. */
  readonly class?: From<Values<F>, DispatchClass>;
  /** Default Yes. */
  readonly pays?: From<Values<F>, Pays>;
  /** What of the call is not built, when only a part is: `run` then throws NotBuilt where it would begin. */
  readonly unbuilt?: string;
  /** What the call does. Absent: not built yet; see `docs/status.md`. */
  run?(state: WriteState, origin: Origin, args: Values<F>): PostInfo | undefined | void;
}

export interface CallDeclaration<F extends Fields = Fields> extends CallSpec<F> {
  readonly pallet: string;
  readonly name: string;
  readonly index: number;
}

/** One call of a pallet, with its wire index. Rust: `#[pallet::call_index]`. */
export function call<const F extends Fields>(
  index: number,
  spec: CallSpec<F>,
): CallSpec<F> & { readonly index: number } {
  return { ...spec, index };
}

type Listed = Readonly<Record<string, CallSpec<Fields> & { readonly index: number }>>;
type Declared<L extends Listed> = {
  readonly [K in keyof L]: L[K] extends CallSpec<infer F> ? CallDeclaration<F> : never;
};

/** A pallet's calls, in the order of metadata. */
export function defineCalls<const L extends Listed>(pallet: string, list: L): Declared<L> {
  return Object.fromEntries(
    Object.entries(list).map(([name, spec]) => [name, { ...spec, pallet, name }]),
  ) as Declared<L>;
}
