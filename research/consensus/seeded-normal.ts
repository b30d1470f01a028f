/** A stream of numbers from 0 (excluded) to 1, the same for the same seed. */
export type Uniform = () => number;

/** The generator `mulberry32`: 32 bits of state, which is plenty for a study of some million numbers. */
export function seededUniform(seed: number): Uniform {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Standard normal numbers by the transform of Box and Muller. */
export function standardNormals(uniform: Uniform, count: number): number[] {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  });
}
