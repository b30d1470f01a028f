/** So many of a list, drawn without repetition by a seed; the same seed draws the same. In the order of the list. */
export function sample<T>(list: readonly T[], count: number, seed: number): T[] {
  // mulberry32
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const drawn = list.map((_, index) => index);
  for (let last = drawn.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [drawn[last], drawn[other]] = [drawn[other] as number, drawn[last] as number];
  }
  return drawn
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((index) => list[index] as T);
}
