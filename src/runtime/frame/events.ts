import type { Codec, Infer } from "../../codec/codec.ts";
import type { Fields, Values } from "../../codec/composites.ts";
import type { Deprecated } from "./deprecated.ts";

/** The fields of an event: named, or a list where the original's have no names. */
export type EventFields = Fields | readonly Codec<unknown>[];
type ArgumentsOf<F> = F extends readonly Codec<unknown>[]
  ? { -readonly [I in keyof F]: Infer<F[I]> }
  : F extends Fields
    ? keyof F extends never
      ? []
      : [fields: Values<F>]
    : never;

/** What metadata and tools know of one event of a pallet. */
export interface EventInfo {
  readonly pallet: string;
  readonly eventName: string;
  readonly index: number;
  readonly docs: string;
  readonly fields: EventFields;
  readonly deprecated?: Deprecated | undefined;
}

/** One event of a pallet; calling it makes a value to emit. Unnamed fields are given in order. */
export interface EventDeclaration<F extends EventFields> extends EventInfo {
  (...fields: ArgumentsOf<F>): EventValue;
  readonly fields: F;
}

export interface EventValue {
  readonly declaration: EventInfo;
  /** By name, or in order. */
  readonly fields: Readonly<Record<string, unknown>> | readonly unknown[];
}

export interface EventSpec<F extends EventFields> {
  readonly docs: string;
  readonly fields: F;
  readonly deprecated?: Deprecated | undefined;
}

type Declared<L extends Record<string, EventSpec<EventFields>>> = {
  readonly [K in keyof L]: EventDeclaration<L[K]["fields"]>;
};

/** A pallet's events in the order of their indices. Rust: `#[pallet::event]`. */
export function defineEvents<const L extends Record<string, EventSpec<EventFields>>>(
  pallet: string,
  list: L,
): Declared<L> {
  return Object.fromEntries(
    Object.entries(list).map(([eventName, { docs, fields, deprecated }], index) => {
      const declaration: EventInfo = Object.assign(
        (...given: readonly unknown[]): EventValue => ({
          declaration,
          fields: Array.isArray(fields) ? given : ((given[0] ?? {}) as Readonly<Record<string, unknown>>),
        }),
        { pallet, eventName, index, docs, fields, deprecated },
      );
      return [eventName, declaration];
    }),
  ) as Declared<L>;
}

/** An event: an object of named fields, or a list of unnamed ones. */
export function event<const F extends EventFields>(docs: string, fields: F, deprecated?: Deprecated): EventSpec<F> {
  return { docs, fields, deprecated };
}
