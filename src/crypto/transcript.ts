import { createRequire } from "node:module";
import { concatBytes, utf8 } from "../lib/bytes.ts";

type NobleSha3 = typeof import("@noble/hashes/sha3");

/** The rate of the sponge at 128 bits of security. */
const rate = 166;
const flags = { additional: 2, meta: 16, output: 1 | 2 | 4 };

const littleEndian = (value: number): Uint8Array => new Uint8Array(new Uint32Array([value]).buffer);

/**
 * A Merlin transcript (Strobe over Keccak): what schnorrkel derives secrets from. Only what key derivation needs:
 * messages in, challenge bytes out. https://merlin.cool
 */
export function newTranscript(label: string): {
  append(name: string, message: Uint8Array): void;
  challenge(name: string, length: number): Uint8Array;
} {
  const { keccakP } = createRequire(import.meta.url)("@noble/hashes/sha3") as NobleSha3;
  const state = new Uint8Array(200);
  const words = new Uint32Array(state.buffer);
  let position = 0;
  let begin = 0;

  const at = (index: number): number => state[index] ?? 0;
  const permute = (): void => {
    state[position] = at(position) ^ begin;
    state[position + 1] = at(position + 1) ^ 0x04;
    state[rate + 1] = at(rate + 1) ^ 0x80;
    keccakP(words);
    position = 0;
    begin = 0;
  };
  const absorb = (data: Uint8Array): void => {
    for (const byte of data) {
      state[position] = at(position) ^ byte;
      position += 1;
      if (position === rate) permute();
    }
  };
  const start = (operation: number): void => {
    const before = begin;
    begin = position + 1;
    absorb(new Uint8Array([before, operation]));
    // Operations that output secrets start on a fresh block.
    if ((operation & 4) !== 0 && position !== 0) permute();
  };
  const frame = (name: string, length: number): void => {
    start(flags.meta | flags.additional);
    absorb(concatBytes(utf8(name), littleEndian(length)));
  };
  const append = (name: string, message: Uint8Array): void => {
    frame(name, message.length);
    start(flags.additional);
    absorb(message);
  };

  state.set([1, rate + 2, 1, 0, 1, 96, ...utf8("STROBEv1.0.2")]);
  keccakP(words);
  start(flags.meta | flags.additional);
  absorb(utf8("Merlin v1.0"));
  append("dom-sep", utf8(label));

  return {
    append,
    challenge(name, length) {
      frame(name, length);
      start(flags.output);
      const bytes = new Uint8Array(length);
      for (let index = 0; index < length; index++) {
        bytes[index] = at(position);
        state[position] = 0;
        position += 1;
        if (position === rate) permute();
      }
      return bytes;
    },
  };
}
