import type { Codec, Infer } from "../../codec/codec.ts";
import type { Fields, Values } from "../../codec/composites.ts";
import type { Deprecated } from "./deprecated.ts";
import type { WriteState } from "./state.ts";

export interface ApiMethod<F extends Fields = Fields, T = unknown> {
  readonly docs: string;
  readonly inputs: F;
  readonly output: Codec<T>;
  readonly deprecated?: Deprecated;
  /** Runs on a state whose changes are thrown away. Absent: not built yet. */
  run?(state: WriteState, inputs: Values<F>): T;
}

/** A trait of runtime methods that clients reach with `state_call`. Rust: `sp_api::decl_runtime_apis`. */
export interface RuntimeApi {
  readonly name: string;
  readonly version: number;
  readonly docs: string;
  readonly methods: Readonly<Record<string, ApiMethod>>;
}

/** One method. */
export function query<const F extends Fields, C extends Codec<unknown>>(
  docs: string,
  inputs: F,
  output: C,
  run?: (state: WriteState, inputs: Values<F>) => Infer<C>,
): ApiMethod<F, Infer<C>> {
  return { docs, inputs, output: output as Codec<Infer<C>>, ...(run === undefined ? {} : { run }) };
}

/** One API with its methods in the order of metadata. */
export function runtimeApi(
  name: string,
  version: number,
  docs: string,
  methods: Readonly<Record<string, ApiMethod>>,
): RuntimeApi {
  return { name, version, docs, methods };
}
