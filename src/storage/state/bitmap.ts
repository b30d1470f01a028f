/** Sets of numbers from 0 to 255, one bit each. Only `addBit` and `dropBit` change one in place: for sets that nobody has yet. */
const bytes = 32;

/** A set of nothing, to be filled in place. */
export const noBits = (): Uint8Array => new Uint8Array(bytes);

/** Adds a number in place. */
export function addBit(bits: Uint8Array, position: number): void {
  bits[position >> 3] = (bits[position >> 3] as number) | (1 << (position & 7));
}

/** Takes a number out in place; whether others are left. */
export function dropBit(bits: Uint8Array, position: number): boolean {
  bits[position >> 3] = (bits[position >> 3] as number) & ~(1 << (position & 7));
  return bits.some((byte) => byte !== 0);
}

/** With that number; a new map. */
export function setBit(bits: Uint8Array | undefined, position: number): Uint8Array {
  const next = bits === undefined ? new Uint8Array(bytes) : Uint8Array.from(bits);
  next[position >> 3] = (next[position >> 3] as number) | (1 << (position & 7));
  return next;
}

/** Without that number; undefined when nothing is left. */
export function clearBit(bits: Uint8Array, position: number): Uint8Array | undefined {
  const next = Uint8Array.from(bits);
  next[position >> 3] = (next[position >> 3] as number) & ~(1 << (position & 7));
  return next.some((byte) => byte !== 0) ? next : undefined;
}

/** The first number in the set that is `from` or more. */
export function nextBit(bits: Uint8Array, from: number): number | undefined {
  for (let position = from; position < bytes * 8; position++) {
    const byte = bits[position >> 3] as number;
    if (byte === 0) position |= 7;
    else if ((byte & (1 << (position & 7))) !== 0) return position;
  }
  return undefined;
}
