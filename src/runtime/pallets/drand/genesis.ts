import { fromHex, isHex, utf8 } from "../../../lib/bytes.ts";
import { type GenesisConfig, integerFrom, sectionOf } from "../../frame/genesis-config.ts";
import { panicUnless, RuntimePanic } from "../../frame/panic.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

function bytesFrom(value: unknown): Uint8Array {
  if (isHex(value)) return fromHex(value);
  throw new RuntimePanic(`genesis: hexadecimal with 0x is wanted, not ${JSON.stringify(value)}`);
}

function textFrom(value: unknown): Uint8Array {
  if (typeof value === "string") return utf8(value);
  throw new RuntimePanic(`genesis: a text is wanted, not ${JSON.stringify(value)}`);
}

/**
 * The beacon of a chain that does not follow drand's quicknet:
 * `{ beaconConfig: { publicKey, period, genesisTime, hash, groupHash, schemeId, beaconId } }`. The original's pallet has
 * no genesis section; a chain that starts without one has nothing of this pallet in its genesis, as there.
 */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const section = sectionOf(config, "drand");
  if (section.beaconConfig === undefined) return;
  const beacon = sectionOf(section, "beaconConfig");
  const publicKey = bytesFrom(beacon.publicKey);
  panicUnless(publicKey.length === 96, "genesis: a beacon's public key has 96 bytes");
  storage.BeaconConfig.set(state, {
    public_key: publicKey,
    period: Number(integerFrom(beacon.period)),
    genesis_time: Number(integerFrom(beacon.genesisTime)),
    hash: bytesFrom(beacon.hash),
    group_hash: bytesFrom(beacon.groupHash),
    scheme_id: textFrom(beacon.schemeId),
    metadata: { beacon_id: textFrom(beacon.beaconId) },
  });
}
