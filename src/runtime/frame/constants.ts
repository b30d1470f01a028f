import type { Codec } from "../../codec/codec.ts";
import type { Rules } from "../rules.ts";

/** A pallet's constant: shown in metadata, and read by code with `valueOf`. */
export interface ConstantDeclaration<T = unknown> {
  readonly codec: Codec<T>;
  readonly docs: string;
  valueOf(rules: Rules): T;
}

/** A constant, the same in every configuration or made from the rules. */
export function constant<T>(
  docs: string,
  codec: Codec<T>,
  value: NoInfer<T> | ((rules: Rules) => NoInfer<T>),
): ConstantDeclaration<T> {
  return {
    codec,
    docs,
    valueOf: (rules) => (typeof value === "function" ? (value as (rules: Rules) => T)(rules) : value),
  };
}

/** A pallet's constants in the order of metadata. Rust: `#[pallet::constant]`. */
export function defineConstants<const C extends Record<string, ConstantDeclaration>>(list: C): C {
  return list;
}
