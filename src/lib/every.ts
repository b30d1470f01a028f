/** Calls once after that many milliseconds; gives what calls it off. */
type After = (milliseconds: number, call: () => void) => () => void;

/** Calls again and again; gives what ends it. */
export function every(after: After, milliseconds: number, call: () => void): () => void {
  let cancel = after(milliseconds, again);
  function again(): void {
    cancel = after(milliseconds, again);
    call();
  }
  return () => cancel();
}
