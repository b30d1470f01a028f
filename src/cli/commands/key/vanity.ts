import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { type KeyPair, keyPairFromSeed, type Scheme } from "../../../crypto/keypair.ts";
import { type Hex, toHex } from "../../../lib/bytes.ts";
import { UserError } from "../../../lib/user-error.ts";
import type { Values } from "../../option.ts";
import type { keyVanityOptions } from "../../options/keys.ts";
import { addressOf, networkOf } from "./address.ts";
import { secretText } from "./show.ts";

/** How many keys are tried between two looks at signals. */
const stretch = 200;
/** After how many keys the search goes on from a new random seed. */
const freshSeed = 100_000;

/**
 * How near an address comes to a pattern: 48 for each of the first letters of the pattern that it contains, and more the
 * earlier they stand. Rust: `sc_cli vanity.rs calculate_score`.
 */
export function vanityScore(pattern: string, address: string): number {
  for (let length = pattern.length; length > 0; length--) {
    const place = address.indexOf(pattern.slice(0, length));
    if (place >= 0) return 47 - place + length * 48;
  }
  return 0;
}

/** The next seed: the bytes as a number, the least significant first, plus one. */
function advance(seed: Uint8Array): void {
  for (let place = 0; place < seed.length; place++) {
    const next = ((seed[place] ?? 0) + 1) & 255;
    seed[place] = next;
    if (next !== 0) return;
  }
}

/** Progress is told at every such number of keys. */
function waypoint(done: number): number {
  if (done <= 1_000_000) return 100_000;
  return done <= 10_000_000 ? 1_000_000 : done <= 100_000_000 ? 10_000_000 : 100_000_000;
}

interface Found {
  readonly seed: Hex;
  readonly pair: KeyPair;
}

/** A search for a key; each step tries one. Rust: `sc_cli vanity.rs generate_key`. */
function* search(pattern: string, scheme: Scheme, format: number): Generator<undefined, Found> {
  const top = 45 + pattern.length * 48;
  const seed = new Uint8Array(32);
  let best = 0;
  for (let done = 0; ; ) {
    if (done % freshSeed === 0) seed.set(randomBytes(32));
    else advance(seed);
    const pair = keyPairFromSeed(scheme, seed.slice());
    const score = vanityScore(pattern, addressOf(pair.accountId, format));
    if (score > best || pattern.length < 2) {
      best = score;
      if (best >= top) {
        console.log(`best: ${best} == top: ${top}`);
        return { seed: toHex(seed), pair };
      }
    }
    done += 1;
    if (done % waypoint(done) === 0) console.log(`${done} keys searched; best is ${best}/${top} complete`);
    yield;
  }
}

function ensurePossible(pattern: string | undefined): string {
  if (pattern === undefined) throw new UserError("--pattern is missing: the text that the address contains", 2);
  if (pattern === "") throw new UserError("--pattern must not be empty", 2);
  const never = /[^1-9A-HJ-NP-Za-km-z]/.exec(pattern)?.[0];
  if (never === undefined) return pattern;
  throw new UserError(`--pattern ${pattern}: '${never}' is in no address, as 0, I, O and l are in none`, 2);
}

/** `key vanity`: searches a seed whose address has a pattern among its first letters. Rust: `sc_cli vanity.rs`. */
export async function vanityKey(values: Values<typeof keyVanityOptions>): Promise<void> {
  const pattern = ensurePossible(values.pattern);
  const network = networkOf(values.network);
  console.log(`Generating key containing pattern '${pattern}'`);
  const steps = search(pattern, values.scheme, network.format);
  let step = steps.next();
  for (let tried = 1; !step.done; tried++) {
    if (tried % stretch === 0) await setImmediate();
    step = steps.next();
  }
  const { seed, pair } = step.value;
  console.log(secretText(seed, pair, network, values.outputType));
}
