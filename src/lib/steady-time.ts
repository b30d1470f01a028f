/**
 * A clock that never goes back, made from one that may be set: while that is set back no time passes, and then it goes on.
 * Set forward, it jumps. Times in ms.
 */
export function createSteadyTime(clock: () => number): () => number {
  let [last, ahead] = [clock(), 0];
  return () => {
    const now = clock();
    if (now < last) ahead += last - now;
    last = now;
    return now + ahead;
  };
}
