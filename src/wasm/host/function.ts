import type { ProgramMemory } from "../memory.ts";
import type { Host } from "./host.ts";
import type { Answer, Argument, RawValue } from "./marshal.ts";

/** A function that programs import from their host, with its version. */
export interface HostFunction {
  /** As programs import it: `ext_storage_get_version_1`. */
  readonly name: string;
  readonly takes: readonly Argument<unknown>[];
  readonly gives: Answer<unknown>;
  run(host: Host, ...values: unknown[]): unknown;
}

type Taken<A extends readonly Argument<unknown>[]> = {
  -readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never;
};

/**
 * Declares a host function.
 * @param path interface, function and version, as in `storage_get` and 1
 */
export function hostFunction<const A extends readonly Argument<unknown>[], T>(
  path: string,
  version: number,
  takes: A,
  gives: Answer<T>,
  run: (host: Host, ...values: Taken<A>) => T,
): HostFunction {
  return {
    name: `ext_${path}_version_${version}`,
    takes,
    gives: gives as Answer<unknown>,
    run: run as HostFunction["run"],
  };
}

/** The function as WebAssembly calls it in one instance. */
export function bindFunction(
  { takes, gives, run }: HostFunction,
  memory: ProgramMemory,
  host: () => Host,
): (...raw: RawValue[]) => RawValue | undefined {
  const [first, second, third] = takes;
  // The usual numbers of arguments without lists, since a block makes thousands of these calls.
  if (first === undefined) return () => gives.give(memory, run(host()));
  if (second === undefined) return (a) => gives.give(memory, run(host(), first.take(memory, a as RawValue)));
  if (third === undefined) {
    return (a, b) =>
      gives.give(memory, run(host(), first.take(memory, a as RawValue), second.take(memory, b as RawValue)));
  }
  return (...raw) => {
    const values = takes.map((argument, index) => argument.take(memory, raw[index] as RawValue));
    return gives.give(memory, run(host(), ...values));
  };
}
