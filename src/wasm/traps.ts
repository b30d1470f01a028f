import { Trap } from "./memory.ts";

const unreachable = "wasm `unreachable` instruction executed";

/** How a program ends itself, which is how its panics end once their words are in the log. Rust: `sp_io: lib.rs panic` */
export const ownEnd = `wasm trap: ${unreachable}`;

/** V8's words for a trap, and how the original says it. Rust: `wasmtime_environ: trap_encoding.rs Trap` */
const words: readonly (readonly [RegExp, string])[] = [
  [/^unreachable/, unreachable],
  [/memory access out of bounds/, "out of bounds memory access"],
  [/^divide by zero|^remainder by zero/, "integer divide by zero"],
  [/^divide result unrepresentable/, "integer overflow"],
  [/^float unrepresentable in integer range/, "invalid conversion to integer"],
  [/table index is out of bounds/, "undefined element: out of bounds table access"],
  [/signature mismatch|null function/, "indirect call type mismatch"],
];

/** What ended a call, as a trap where the program ended it, in the words of the original; as it is otherwise. */
export function trapOf(error: unknown): unknown {
  if (error instanceof RangeError && error.message.includes("call stack")) {
    return new Trap("wasm trap: call stack exhausted", { cause: error });
  }
  if (!(error instanceof WebAssembly.RuntimeError)) return error;
  const known = words.find(([pattern]) => pattern.test(error.message))?.[1];
  return new Trap(`wasm trap: ${known ?? error.message}`, { cause: error });
}
