import type { LongText } from "./long-text.ts";
import type { Turn, Work } from "./slices/work.ts";

/** Digits read in one go. */
const stride = 65_536;

/**
 * The bytes of long hex text, with or without 0x; an odd number of digits is taken as if a zero stood in front.
 * Undefined when it is none, or has escapes in it.
 */
export function* longHexBytes(text: LongText, turn: Turn): Work<Uint8Array | undefined> {
  const start = text.slice(0, 2) === "0x" ? 2 : 0;
  const odd = (text.length - start) % 2;
  const bytes = new Uint8Array((text.length - start + odd) / 2);
  const view = Buffer.from(bytes.buffer);
  if (odd === 1 && view.write(`0${text.slice(start, start + 1)}`, 0, "hex") !== 1) return undefined;
  for (let at = odd; start + at < text.length; at += stride) {
    if (turn.over()) yield;
    const digits = text.slice(start + at, start + at + stride);
    if (view.write(digits, (at + odd) / 2, "hex") !== digits.length / 2) return undefined;
  }
  return bytes;
}
