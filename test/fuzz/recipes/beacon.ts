import { encode } from "../../../src/codec/codec.ts";
import { curve, pointBytes } from "../../../src/crypto/bls12-381.ts";
import { roundPoint, timelock } from "../../../src/crypto/timelock.ts";
import { fromHex, type Hex } from "../../../src/lib/bytes.ts";
import { storage as drand } from "../../../src/runtime/pallets/drand/storage.ts";
import { BeaconConfigurationPayload, PulsesPayload } from "../../../src/runtime/pallets/drand/types.ts";
import { WeightsTlockPayload } from "../../../src/runtime/pallets/subtensor/emissions/timelocked-weights.ts";
import { callOf, type Recipe, type Recipes } from "../attempt.ts";
import { standInSignature } from "../chain.ts";
import type { Random } from "../random.ts";
import { alice, type World } from "../world.ts";
import { byRoot, signed } from "./common.ts";

/** A beacon of our own, whose secret everybody knows. */
const secret = 123_456_789n;
const signatures = new Map<bigint, Uint8Array>();
let key: Uint8Array | undefined;

/** Its public key, 96 bytes. */
export function beaconKey(): Uint8Array {
  key ??= pointBytes(curve().G2.Point.BASE.multiply(secret));
  return key;
}

/** The pulse of a round. */
function pulseOf(round: bigint): { round: bigint; randomness: Uint8Array; signature: Uint8Array } {
  let signature = signatures.get(round);
  if (signature === undefined) {
    signature = pointBytes(roundPoint(round).multiply(secret));
    signatures.set(round, signature);
  }
  return { round, randomness: new Uint8Array(32), signature };
}

interface Opened {
  readonly hotkey: Hex;
  readonly uids: number[];
  readonly values: number[];
  readonly versionKey: bigint;
}

/** Something encrypted to a round; bytes of chance mostly, since making a real one takes long. */
export function anyTimelocked(r: Random, { hotkey, uids, values, versionKey }: Opened, round: bigint): Uint8Array {
  if (!r.chance(2)) return r.bytes(r.pick([0, 1, 40, 300, 300, 5000]));
  const payload = { hotkey: fromHex(hotkey), uids, values, version_key: versionKey };
  const seed = { key: r.bytes(32), sigma: r.bytes(32), nonce: r.bytes(12) };
  const message = r.chance(80) ? encode(WeightsTlockPayload, payload) : r.bytes(9);
  return timelock(message, beaconKey(), round, seed);
}

const writing: Recipe = (w, r) => {
  const last = drand.LastStoredRound.get(w.state);
  const round = last + BigInt(r.chance(90) ? r.between(1, 3) : 0);
  const pulse = pulseOf(round);
  if (r.chance(4)) pulse.signature = r.chance(50) ? r.bytes(48) : pulseOf(round + 1n).signature;
  const pulses_payload = {
    block_number: r.chance(95) ? w.now - r.below(2) : w.now + 1,
    pulses: r.chance(96) ? [pulse] : r.chance(50) ? [] : [pulse, pulse],
    public: { type: "Sr25519", value: alice } as const,
  };
  const good = { type: "Sr25519", value: standInSignature(encode(PulsesPayload, pulses_payload), alice) };
  if (r.chance(6)) pulses_payload.pulses = [pulseOf(last), pulse];
  const made = signed(w, r, "Drand.write_pulse", "none", {
    pulses_payload,
    signature: r.chance(97) ? good : undefined,
  });
  if (made === undefined || r.chance(85)) return made;
  // Root with no origin passes the checks of bare transactions.
  const args = { as_origin: { type: "None" }, call: made.call };
  return { call: callOf("Utility", "dispatch_as_fallible", args), from: "root" };
};

/** The configuration of our beacon. */
export const beaconConfig = (w: Pick<World, "state">) => ({
  ...drand.BeaconConfig.get(w.state),
  public_key: beaconKey(),
});

const configuring: Recipe = (w, r) => {
  const config = { ...beaconConfig(w), period: r.between(1, 30) };
  if (r.chance(3)) config.public_key = r.bytes(r.below(97));
  const config_payload = { block_number: w.now, config, public: { type: "Sr25519", value: alice } as const };
  if (r.chance(80)) return signed(w, r, "Drand.set_beacon_config", "root", { config_payload, signature: undefined });
  const value = standInSignature(encode(BeaconConfigurationPayload, config_payload), alice);
  return signed(w, r, "Drand.set_beacon_config", "none", { config_payload, signature: { type: "Sr25519", value } });
};

/** Drand: pulses of our own beacon. */
export const beaconRecipes: Recipes = {
  "Drand.write_pulse": writing,
  "Drand.set_beacon_config": configuring,
  "Drand.set_oldest_stored_round": byRoot("Drand.set_oldest_stored_round", (_w, r) => ({
    oldest_round: BigInt(r.below(5)),
  })),
};
