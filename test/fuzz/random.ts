/** Numbers that look random and come out the same for the same seed. */
export interface Random {
  /** A whole number from 0 to below `limit` (at most 2^32). */
  below(limit: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True `percent` times of a hundred. */
  chance(percent: number): boolean;
  /** One of the list. @throws RangeError when it is empty. */
  pick<T>(list: readonly T[]): T;
  /** One of the list, or undefined when it is empty. */
  some<T>(list: readonly T[]): T | undefined;
  /** Up to `count` different ones of the list, in no order. */
  sample<T>(list: readonly T[], count: number): T[];
  bytes(length: number): Uint8Array;
  /** From 0 to below `limit`, any size. */
  big(limit: bigint): bigint;
}

/** Mixes 32 bits; answers to the finalizer of MurmurHash3. */
function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A seed for a part of a run: the same parts give the same seed. */
export function seedOf(...parts: readonly number[]): number {
  return parts.reduce((seed, part) => mix(seed ^ mix(part + 0x9e3779b9)), 0x2545f491);
}

/** xoshiro128** from a 32-bit seed. */
export function createRandom(seed: number): Random {
  const s = new Uint32Array([1, 2, 3, 4].map((place) => seedOf(seed, place)));
  const next = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = s;
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const c2 = c ^ a;
    const d2 = d ^ b;
    s[1] = b ^ c2;
    s[0] = a ^ d2;
    s[2] = c2 ^ (b << 9);
    s[3] = (d2 << 11) | (d2 >>> 21);
    return result;
  };
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  const random: Random = {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (percent) => below(100) < percent,
    pick(list) {
      if (list.length === 0) throw new RangeError("nothing to pick from");
      return list[below(list.length)] as (typeof list)[number];
    },
    some: (list) => (list.length === 0 ? undefined : list[below(list.length)]),
    sample(list, count) {
      const rest = [...list];
      const taken: (typeof list)[number][] = [];
      while (rest.length > 0 && taken.length < count)
        taken.push(rest.splice(below(rest.length), 1)[0] as (typeof list)[number]);
      return taken;
    },
    bytes(length) {
      const out = new Uint8Array(length);
      for (let at = 0; at < length; at++) out[at] = next() & 255;
      return out;
    },
    big(limit) {
      if (limit <= 0n) return 0n;
      let value = 0n;
      for (let bits = limit; bits > 0n; bits >>= 32n) value = (value << 32n) | BigInt(next());
      return value % limit;
    },
  };
  return random;
}
