/**
 * Where the original's runtime panics: the block (or the build of the genesis) that led here is not valid, and nothing
 * of it stays. Never a dispatch result.
 */
export class RuntimePanic extends Error {
  override name = "RuntimePanic";
}

/** Ends the block unless the condition holds. Rust: `assert!` in runtime code. */
export function panicUnless(condition: boolean, text: string): asserts condition {
  if (!condition) throw new RuntimePanic(text);
}
