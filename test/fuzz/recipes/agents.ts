import { blake2Hex } from "../../../src/crypto/hashing.ts";
import type { Hex } from "../../../src/lib/bytes.ts";
import { multiAccountId } from "../../../src/runtime/pallets/multisig/signatories.ts";
import { storage as multisig } from "../../../src/runtime/pallets/multisig/storage.ts";
import { pureAccount } from "../../../src/runtime/pallets/proxy/pure.ts";
import { storage as proxies } from "../../../src/runtime/pallets/proxy/storage.ts";
import { extrinsicIndex } from "../../../src/runtime/pallets/system/extrinsics.ts";
import { type Attempt, address, type Recipe, type Recipes } from "../attempt.ts";
import type { Random } from "../random.ts";
import { rich, type World } from "../world.ts";
import { anyRich, signed } from "./common.ts";

interface Delegation {
  readonly real: Hex;
  readonly delegate: Hex;
  readonly proxy_type: string;
  readonly delay: number;
}

/** Somebody's proxy. */
function someProxy(w: World, r: Random, fits: (one: Delegation) => boolean = () => true): Delegation | undefined {
  const all = [...proxies.Proxies.entries(w.state)].flatMap(([[real], [list]]) =>
    list.map((one) => ({ real, ...one })),
  );
  return r.some(all.filter(fits));
}

const anyType = (r: Random): string =>
  r.chance(60)
    ? "Any"
    : r.pick(["Owner", "NonTransfer", "Staking", "Registration", "Transfer", "ChildKeys", "SmallTransfer"]);

const adding: Recipe = (w, r) =>
  signed(w, r, "Proxy.add_proxy", r.chance(20) ? (rich[9] as Hex) : anyRich(r), {
    delegate: address(anyRich(r)),
    proxy_type: anyType(r),
    delay: r.chance(65) ? 0 : r.between(1, 4),
  });

/** A call by somebody's proxy; without one, somebody gets one first. */
const byProxy =
  (
    name: string,
    given: (w: World, r: Random, one: Delegation) => Record<string, unknown>,
    from: "real" | "delegate",
  ): Recipe =>
  (w, r) => {
    const one = someProxy(w, r);
    return one === undefined ? adding(w, r) : signed(w, r, name, one[from], given(w, r, one));
  };

const hashOfCall = (w: World, r: Random): Hex => {
  const call = w.innerCall(r);
  const hash = blake2Hex(w.runtime.encodeCall(call));
  w.memory.calls.set(hash, call);
  if (w.memory.calls.size > 300) w.memory.calls.delete(w.memory.calls.keys().next().value as Hex);
  return hash;
};

interface Announced {
  readonly delegate: Hex;
  readonly real: Hex;
  readonly call_hash: Hex;
}

const someAnnouncement = (w: World, r: Random): Announced | undefined =>
  r.some(
    [...proxies.Announcements.entries(w.state)].flatMap(([[delegate], [list]]) =>
      list.map((one) => ({ delegate, ...one })),
    ),
  );

const announcing: Recipe = (w, r) => {
  const one = someProxy(w, r, ({ delay }) => delay > 0) ?? someProxy(w, r);
  if (one === undefined) return adding(w, r);
  return signed(w, r, "Proxy.announce", one.delegate, { real: address(one.real), call_hash: hashOfCall(w, r) });
};

const onAnnouncement =
  (
    name: string,
    make: (one: Announced, call: unknown) => { from: Attempt["from"]; given: Record<string, unknown> },
  ): Recipe =>
  (w, r) => {
    const one = someAnnouncement(w, r);
    if (one === undefined) return announcing(w, r);
    const { from, given } = make(one, w.memory.calls.get(one.call_hash));
    return signed(w, r, name, from, given);
  };

const makingPure: Recipe = (w, r) => {
  const spawner = anyRich(r);
  const index = r.below(4);
  const height = w.now;
  const extrinsic = extrinsicIndex(w.state) ?? 1;
  const type = anyType(r);
  const pure = pureAccount(spawner, type as never, index, [height, extrinsic]);
  w.memory.pures.push({ spawner, pure, type, index, height, extrinsic });
  if (w.memory.pures.length > 60) w.memory.pures.shift();
  return signed(w, r, "Proxy.create_pure", spawner, { proxy_type: type, delay: 0, index });
};

/** A pure proxy has no key: it ends itself through its maker, who is its proxy. */
const killingPure: Recipe = (w, r) => {
  const alive = w.memory.pures.filter(({ pure }) => proxies.Proxies.at(pure).exists(w.state));
  const one = r.some(alive);
  if (one === undefined) return makingPure(w, r);
  const given = {
    spawner: address(one.spawner),
    proxy_type: one.type,
    index: one.index,
    height: one.height,
    ext_index: one.extrinsic,
  };
  const made = signed(w, r, "Proxy.kill_pure", one.spawner, given);
  if (made === undefined || r.chance(5)) return made;
  const args = { real: address(one.pure), force_proxy_type: undefined, call: made.call };
  return { call: { pallet: "Proxy", name: "proxy", args }, from: one.spawner };
};

const weightEnough = { ref_time: 100_000_000_000n, proof_size: 1_000_000n };

/** Begins an operation of several, or goes on with one. */
const operating =
  (name: "as_multi" | "approve_as_multi"): Recipe =>
  (w, r) => {
    const open = r.some(w.memory.multisigs);
    if (open === undefined || r.chance(35)) {
      const signatories = r.sample(rich, r.between(2, 4)).sort();
      const threshold = r.between(2, signatories.length);
      const hash = hashOfCall(w, r);
      w.memory.multisigs.push({ signatories, threshold, hash });
      if (w.memory.multisigs.length > 30) w.memory.multisigs.shift();
      return operation(w, r, name, { signatories, threshold, hash });
    }
    return operation(w, r, name, open);
  };

function operation(w: World, r: Random, name: string, open: World["memory"]["multisigs"][number]): Attempt | undefined {
  const { signatories, threshold, hash } = open;
  const entry = multisig.Multisigs.at(multiAccountId(signatories, threshold), hash).get(w.state);
  const own = name === "cancel_as_multi" || name === "poke_deposit" ? entry?.depositor : undefined;
  const waiting = signatories.filter((one) => !entry?.approvals.includes(one));
  const from = (r.chance(95) ? own : undefined) ?? (r.chance(92) ? r.some(waiting) : undefined) ?? r.pick(signatories);
  const other_signatories = signatories.filter((one) => one !== from);
  const wrong = r.chance(3);
  return signed(w, r, `Multisig.${name}`, from, {
    threshold,
    other_signatories,
    maybe_timepoint: wrong ? r.pick([{ height: 1, index: 0 }, undefined]) : entry?.when,
    timepoint: wrong || entry === undefined ? { height: 1, index: 0 } : entry.when,
    call: w.memory.calls.get(hash) ?? w.innerCall(r),
    call_hash: hash,
    max_weight: r.chance(93) ? weightEnough : { ref_time: 1n, proof_size: 1n },
  });
}

const onOpen =
  (name: string): Recipe =>
  (w, r) => {
    const open = w.memory.multisigs.filter(({ signatories, threshold, hash }) =>
      multisig.Multisigs.at(multiAccountId(signatories, threshold), hash).exists(w.state),
    );
    const one = r.some(open);
    return one === undefined ? operating("approve_as_multi")(w, r) : operation(w, r, name, one);
  };

/** Proxies and multisigs. */
export const agentRecipes: Recipes = {
  "Proxy.add_proxy": adding,
  "Proxy.proxy": byProxy(
    "Proxy.proxy",
    (_w, _r, one) => ({ real: address(one.real), force_proxy_type: undefined }),
    "delegate",
  ),
  "Proxy.remove_proxy": byProxy(
    "Proxy.remove_proxy",
    (_w, _r, one) => ({ ...one, delegate: address(one.delegate) }),
    "real",
  ),
  "Proxy.remove_proxies": byProxy("Proxy.remove_proxies", () => ({}), "real"),
  "Proxy.set_real_pays_fee": byProxy(
    "Proxy.set_real_pays_fee",
    (_w, _r, one) => ({ delegate: address(one.delegate) }),
    "real",
  ),
  "Proxy.poke_deposit": byProxy("Proxy.poke_deposit", () => ({}), "real"),
  "Proxy.create_pure": makingPure,
  "Proxy.kill_pure": killingPure,
  "Proxy.announce": announcing,
  "Proxy.remove_announcement": onAnnouncement("Proxy.remove_announcement", (one) => ({
    from: one.delegate,
    given: { real: address(one.real), call_hash: one.call_hash },
  })),
  "Proxy.reject_announcement": onAnnouncement("Proxy.reject_announcement", (one) => ({
    from: one.real,
    given: { delegate: address(one.delegate), call_hash: one.call_hash },
  })),
  "Proxy.proxy_announced": onAnnouncement("Proxy.proxy_announced", (one, call) => ({
    from: one.delegate,
    given: {
      delegate: address(one.delegate),
      real: address(one.real),
      force_proxy_type: undefined,
      ...(call ? { call } : {}),
    },
  })),
  "Multisig.as_multi_threshold_1": (w, r) => {
    const from = anyRich(r);
    const other_signatories = r
      .sample(rich, r.between(1, 3))
      .filter((one) => one !== from)
      .sort();
    return signed(w, r, "Multisig.as_multi_threshold_1", from, { other_signatories });
  },
  "Multisig.as_multi": operating("as_multi"),
  "Multisig.approve_as_multi": operating("approve_as_multi"),
  "Multisig.cancel_as_multi": onOpen("cancel_as_multi"),
  "Multisig.poke_deposit": onOpen("poke_deposit"),
};
