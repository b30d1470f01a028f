import { encode } from "../../../src/codec/codec.ts";
import { blake2Hex } from "../../../src/crypto/hashing.ts";
import { concatBytes, fromKey, utf8 } from "../../../src/lib/bytes.ts";
import { RuntimeVersion } from "../../../src/primitives/runtime-version.ts";
import { constants as utility } from "../../../src/runtime/pallets/utility/constants.ts";
import { address, callOf, type Recipe, type Recipes } from "../attempt.ts";
import type { Random } from "../random.ts";
import { alice, poor, rich, type World } from "../world.ts";
import { anyTimelocked } from "./beacon.ts";
import { anyRich, byRoot, minerOf, signed, smallTao } from "./common.ts";
import { poking, writingAny } from "./pokes.ts";

const paying =
  (name: string): Recipe =>
  (w, r) => {
    const from = r.chance(85) ? anyRich(r) : r.pick(poor);
    const dest = address(r.chance(70) ? r.pick(rich) : r.chance(50) ? r.pick(poor) : w.fresh(r));
    const value = r.chance(85) ? smallTao(r) : r.pick([w.freeOf(from), 1n, 499n, 500n, 0n]);
    const root = name.startsWith("force_");
    const given = {
      dest,
      source: address(from),
      who: root ? address(from) : [from],
      value,
      amount: value,
      keep_alive: r.chance(80),
    };
    return signed(w, r, `Balances.${name}`, root ? "root" : from, given);
  };

const field = (r: Random): unknown => {
  const length = r.below(129);
  const round = BigInt(r.below(6));
  const opened = { hotkey: alice, uids: [], values: [], versionKey: 0n };
  const encrypted = () => anyTimelocked(r, opened, round).slice(0, 1024);
  return r.pick([
    { type: "None" },
    { type: `Raw${length}`, value: r.bytes(length) },
    { type: "BigRaw", value: r.bytes(r.below(513)) },
    { type: "Sha256", value: blake2Hex(r.bytes(3)) },
    { type: "ResetBondsFlag" },
    { type: "TimelockEncrypted", value: { encrypted: encrypted(), reveal_round: round } },
  ]);
};

const committing: Recipe = (w, r) => {
  const one = minerOf(w, r);
  const fields = Array.from({ length: r.below(4) }, () => field(r));
  return one && signed(w, r, "Commitments.set_commitment", one.hotkey, { netuid: one.netuid, info: { fields } });
};

/** A program of nothing but the section that tells its version. */
function codeOf(name: string, version: number): Uint8Array {
  const told = encode(RuntimeVersion, {
    spec_name: name,
    impl_name: name,
    authoring_version: 1,
    spec_version: version,
    impl_version: 1,
    apis: [],
    transaction_version: 1,
    system_version: 1,
  });
  const title = concatBytes(new Uint8Array([15]), utf8("runtime_version"));
  const body = concatBytes(title, told);
  return concatBytes(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 0, body.length]), body);
}

const anyCode = (r: Random): Uint8Array =>
  r.chance(60)
    ? codeOf("node-subtensor", 426)
    : r.pick([codeOf("other", 999), codeOf("node-subtensor", 425), r.bytes(20)]);

const applying: Recipe = (w, r) => {
  const code = anyCode(r);
  const name = r.chance(60) ? "authorize_upgrade" : "authorize_upgrade_without_checks";
  const calls = [
    callOf("System", name, { code_hash: blake2Hex(code) }),
    callOf("System", "apply_authorized_upgrade", { code }),
  ];
  return r.chance(75)
    ? { call: callOf("Utility", "batch_all", { calls }), from: "root" }
    : signed(w, r, "System.apply_authorized_upgrade", anyRich(r), { code });
};

/** A key of the state, or a part of one. */
const anyKey = (w: World, r: Random): Uint8Array => {
  const prefixes = w.runtime.pallets.flatMap(({ pallet }) =>
    Object.values(pallet.storage ?? {}).map(({ prefix }) => prefix),
  );
  const key = w.state.nextKey(r.pick(prefixes)) ?? r.pick(prefixes);
  return fromKey(r.chance(70) ? key : key.slice(0, 16));
};

/** Root, in the name of somebody. */
const asSomebody =
  (name: string): Recipe =>
  (w, r) => {
    const who = anyRich(r);
    const call = w.innerCall(r);
    const as_origin = r.chance(15) ? { type: "Root" } : { type: "Signed", who };
    return { call: callOf("Utility", name, { as_origin, call }), from: "root" };
  };

const sudoing =
  (name: string): Recipe =>
  (w, r) =>
    signed(w, r, `Sudo.${name}`, w.sudoKey(), {
      who: address(anyRich(r)),
      new: address(r.chance(30) ? anyRich(r) : alice),
    });

const safeRemark = (r: Random) => callOf("System", "remark_with_event", { remark: r.bytes(4) });

/** One call more than a batch may hold. */
const tooMany = (w: World, r: Random, name: string) => {
  const most = Number(utility.batched_calls_limit.valueOf(w.runtime.rules));
  const calls = Array.from({ length: most + 1 }, () => callOf("System", "remark", { remark: new Uint8Array(0) }));
  return signed(w, r, `Utility.${name}`, anyRich(r), { calls });
};

/** A batch of which most parts are likely to succeed. */
const batching =
  (name: string): Recipe =>
  (w, r) => {
    if (r.chance(1)) return tooMany(w, r, name);
    const calls = Array.from({ length: r.below(4) }, () => (r.chance(40) ? w.innerCall(r) : safeRemark(r)));
    return signed(w, r, `Utility.${name}`, anyRich(r), { calls, index: r.below(3), call: calls[0] ?? safeRemark(r) });
  };

const trying: Recipe = (w, r) =>
  signed(w, r, "Utility.if_else", anyRich(r), {
    main: w.innerCall(r),
    fallback: r.chance(60) ? safeRemark(r) : w.innerCall(r),
  });

/** Balances, Commitments, MevShield, Sudo, Swap, System, Utility, Grandpa. */
export const otherRecipes: Recipes = {
  ...Object.fromEntries(
    [
      "transfer_allow_death",
      "transfer_keep_alive",
      "transfer_all",
      "burn",
      "upgrade_accounts",
      "force_transfer",
      "force_unreserve",
    ].map((name) => [`Balances.${name}`, paying(name)]),
  ),
  "Balances.transfer_all": (w, r) => {
    const from = r.chance(85) ? r.pick(poor) : anyRich(r);
    return signed(w, r, "Balances.transfer_all", from, { dest: address(r.pick(rich)), keep_alive: r.chance(60) });
  },
  "Commitments.set_commitment": committing,
  "Commitments.set_max_space": byRoot("Commitments.set_max_space", (_w, r) => ({ new_limit: r.between(200, 6000) })),
  "MevShield.announce_next_key": (w, r) =>
    signed(w, r, "MevShield.announce_next_key", "none", {
      enc_key: r.chance(15) ? undefined : r.bytes(r.chance(92) ? 1184 : 9),
    }),
  "MevShield.set_on_initialize_weight": byRoot("MevShield.set_on_initialize_weight", (_w, r) => ({
    value: r.big(2_000_000_000_001n),
  })),
  "MevShield.set_max_extrinsic_weight": byRoot("MevShield.set_max_extrinsic_weight", (_w, r) => ({
    value: r.big(2_000_000_000_001n),
  })),
  "MevShield.set_max_pending_extrinsics_number": byRoot("MevShield.set_max_pending_extrinsics_number", (_w, r) => ({
    value: r.below(60),
  })),
  "Swap.set_fee_rate": byRoot("Swap.set_fee_rate", (w, r) => ({ netuid: r.pick(w.netuids()), rate: r.below(3000) })),
  "System.set_code": byRoot("System.set_code", (_w, r) => ({ code: anyCode(r) })),
  "System.apply_authorized_upgrade": applying,
  "System.kill_storage": byRoot("System.kill_storage", (w, r) => ({ keys: [anyKey(w, r)] })),
  "System.kill_prefix": byRoot("System.kill_prefix", (w, r) => ({ prefix: anyKey(w, r), subkeys: r.below(4) })),
  "System.set_storage": (w, r) =>
    r.chance(80)
      ? writingAny(w, r)
      : signed(w, r, "System.set_storage", "root", { items: [[anyKey(w, r), r.bytes(r.below(40))]] }),
  "System.remark": (w, r) => (r.chance(20) ? undefined : poking(w, r)),
  "System.set_heap_pages": (w, r) => (r.chance(20) ? undefined : poking(w, r)),
  "System.authorize_upgrade": (w, r) => (r.chance(20) ? undefined : poking(w, r)),
  "Preimage.ensure_updated": (w, r) => {
    const hashes = Array.from({ length: r.chance(4) ? 1025 : r.below(6) }, () => w.anyHash(r));
    return signed(w, r, "Preimage.ensure_updated", anyRich(r), { hashes });
  },
  "Utility.batch": batching("batch"),
  "Utility.batch_all": batching("batch_all"),
  "Utility.force_batch": batching("force_batch"),
  "Utility.as_derivative": batching("as_derivative"),
  "Utility.if_else": trying,
  "Utility.with_weight": (w, r) => signed(w, r, "Utility.with_weight", "root", {}),
  "Utility.dispatch_as": asSomebody("dispatch_as"),
  "Utility.dispatch_as_fallible": asSomebody("dispatch_as_fallible"),
  "Sudo.sudo": sudoing("sudo"),
  "Sudo.sudo_unchecked_weight": sudoing("sudo_unchecked_weight"),
  "Sudo.sudo_as": sudoing("sudo_as"),
  "Sudo.set_key": (w, r) =>
    signed(w, r, "Sudo.set_key", w.sudoKey(), { new: address(r.chance(80) ? alice : anyRich(r)) }),
  "Sudo.remove_key": (w, r) => {
    // Somebody must be left who can put it back.
    const remove = callOf("Sudo", "remove_key");
    return r.chance(35)
      ? { call: remove, from: w.sudoKey() }
      : signed(w, r, "Sudo.set_key", w.sudoKey(), { new: address(alice) });
  },
  "Grandpa.note_stalled": byRoot("Grandpa.note_stalled", (_w, r) => ({ delay: r.below(50) })),
  "BaseFee.set_elasticity": byRoot("BaseFee.set_elasticity", (_w, r) => ({ elasticity: r.below(1_000_001) })),
};
