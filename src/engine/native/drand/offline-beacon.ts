import { encode, type Infer } from "../../../codec/codec.ts";
import { signRound } from "../../../crypto/timelock.ts";
import { fromHex, type Hex, keyToHex, toHex, utf8 } from "../../../lib/bytes.ts";
import { UserError } from "../../../lib/user-error.ts";
import type { ChainSpec } from "../../../primitives/chain-spec.ts";
import { withEntries } from "../../../primitives/hex-entries.ts";
import { storage } from "../../../runtime/pallets/drand/storage.ts";
import { BeaconConfiguration, type Pulse } from "../../../runtime/pallets/drand/types.ts";

/**
 * A beacon that every node of a chain can be by itself, for networks without internet: its secret is here, so it keeps
 * nothing secret. See docs/decisions/offline-beacon.md.
 */
const secret = 0x602035a93b834edfeaeb474fd6698bd18b633c35126c6d02526c27443078272cn;

/** As a chain's genesis names it. Rounds follow each other as drand's do, and count from 1970: sealed chains may begin there. */
export const offlineBeacon = {
  publicKey:
    "0xa47ac27b14006d4ae72523fb9c7dcf2bdc326ea6cfbc6e5cc01f1db9c20613e2f75ed2b5a51fbfe14a9807dc6989b7840255f70ea3082ece58d2453b2560287db745e9e18e22d0583d4bff8313de2d58dbec428e99172bb25c063b8810192186",
  period: 3,
  genesisTime: 0,
  hash: "0x87787d7be4cb68045c903191b42d5737cbf3c1f7288014271bc4e59f739f653b",
  groupHash: "0xd910e7d272687aca24940ca2694157cbd1ce20f128e4c3683d258dce65e15320",
  schemeId: "bls-unchained-g1-rfc9380",
  beaconId: "offline",
} as const;

const stored: Infer<typeof BeaconConfiguration> = {
  public_key: fromHex(offlineBeacon.publicKey),
  period: offlineBeacon.period,
  genesis_time: offlineBeacon.genesisTime,
  hash: fromHex(offlineBeacon.hash),
  group_hash: fromHex(offlineBeacon.groupHash),
  scheme_id: utf8(offlineBeacon.schemeId),
  metadata: { beacon_id: utf8(offlineBeacon.beaconId) },
};

const key: Hex = keyToHex(storage.BeaconConfig.key);
const storedHex = (): Hex => toHex(encode(BeaconConfiguration, stored));

/**
 * The same chain with the offline beacon in its genesis, which therefore has another hash.
 * @throws UserError for a live chain.
 */
export function withOfflineBeacon(spec: ChainSpec): ChainSpec {
  if (spec.chainType === "Live") throw new UserError(`--drand offline is not for the live chain ${spec.name}`, 2);
  const { genesis } = spec;
  if (genesis.type === "plain") {
    return { ...spec, genesis: { ...genesis, config: { ...genesis.config, drand: { beaconConfig: offlineBeacon } } } };
  }
  return { ...spec, genesis: { ...genesis, top: withEntries(genesis.top, new Map([[key, storedHex()]])) } };
}

/** Whether a chain's genesis has the offline beacon, so that no pulse of another one ever fits. */
export function hasOfflineBeacon({ genesis }: ChainSpec): boolean {
  if (genesis.type === "raw") return genesis.top.get(key) === storedHex();
  const { beaconConfig } = (genesis.config.drand ?? {}) as { beaconConfig?: { publicKey?: unknown } };
  return beaconConfig?.publicKey === offlineBeacon.publicKey;
}

/** The pulse of a round. */
export function offlinePulse(round: bigint): Infer<typeof Pulse> {
  return { round, ...signRound(secret, round) };
}
