import { encode } from "../../../src/codec/codec.ts";
import { u64 } from "../../../src/codec/primitives.ts";
import { blake2Hex } from "../../../src/crypto/hashing.ts";
import { fromKey, type Hex } from "../../../src/lib/bytes.ts";
import { storage as preimages } from "../../../src/runtime/pallets/preimage/storage.ts";
import { storage as safeMode } from "../../../src/runtime/pallets/safe-mode/storage.ts";
import { storage as scheduler } from "../../../src/runtime/pallets/scheduler/storage.ts";
import { callOf, type Recipe, type Recipes } from "../attempt.ts";
import type { Random } from "../random.ts";
import type { World } from "../world.ts";
import { anyRich, byRoot, signed } from "./common.ts";

const when = (w: World, r: Random): number => w.now + (r.chance(96) ? r.between(1, 12) : 0);
const periodic = (r: Random): unknown => (r.chance(30) ? [r.between(0, 5), r.between(0, 4)] : undefined);

const newName = (w: World, r: Random): Hex => {
  const id = r.chance(6) ? (r.some(w.memory.names) ?? blake2Hex(r.bytes(4))) : blake2Hex(r.bytes(8));
  w.memory.names.push(id);
  if (w.memory.names.length > 40) w.memory.names.shift();
  return id;
};

const planning = (name: string): Recipe =>
  byRoot(`Scheduler.${name}`, (w, r) => ({
    id: newName(w, r),
    when: when(w, r),
    after: r.below(8),
    maybe_periodic: periodic(r),
  }));

/** A call that is planned: its place and its name. */
function planned(w: World, r: Random): { readonly place: [number, number]; readonly id: Hex | undefined } | undefined {
  const all = [...scheduler.Agenda.entries(w.state)].flatMap(([[block], list]) =>
    list.flatMap((task, index) =>
      task === undefined ? [] : [{ place: [block, index] as [number, number], id: task.maybe_id as Hex | undefined }],
    ),
  );
  return r.some(all);
}

const onPlan =
  (name: string): Recipe =>
  (w, r) => {
    const one = planned(w, r);
    if (one === undefined) return planning("schedule")(w, r);
    const given = {
      when: one.place[0],
      index: one.place[1],
      task: one.place,
      retries: r.between(1, 4),
      period: r.between(1, 4),
    };
    return signed(w, r, `Scheduler.${name}`, "root", given);
  };

const onNamed =
  (name: string): Recipe =>
  (w, r) => {
    const id = r.some([...scheduler.Lookup.keys(w.state)])?.[0];
    if (id === undefined) return planning("schedule_named")(w, r);
    return signed(w, r, `Scheduler.${name}`, "root", { id, retries: r.between(1, 4), period: r.between(1, 4) });
  };

const noting: Recipe = (w, r) => {
  const again = r.chance(10) ? r.some([...preimages.PreimageFor.entries(w.state)])?.[1] : undefined;
  const bytes = again ?? (r.chance(70) ? w.runtime.encodeCall(w.innerCall(r)) : r.bytes(r.below(400)));
  const from = r.chance(80) ? anyRich(r) : "root";
  return signed(w, r, "Preimage.note_preimage", from, { bytes });
};

const unnoting: Recipe = (w, r) => {
  const [key, status] = r.some([...preimages.RequestStatusFor.entries(w.state)]) ?? [];
  if (key === undefined || status === undefined) return noting(w, r);
  const ticket = status.type === "Unrequested" ? status.value.ticket : status.value.maybe_ticket;
  const from = r.chance(5) ? anyRich(r) : ((r.chance(90) ? ticket?.[0] : undefined) ?? "root");
  return signed(w, r, "Preimage.unnote_preimage", from, { hash: key[0] });
};

const requesting =
  (name: string): Recipe =>
  (w, r) => {
    const entries = [...preimages.RequestStatusFor.entries(w.state)];
    const wanted = name === "unrequest_preimage" ? entries.filter(([, { type }]) => type === "Requested") : entries;
    const hash = r.some(wanted)?.[0][0];
    return signed(
      w,
      r,
      `Preimage.${hash === undefined ? "request_preimage" : name}`,
      "root",
      hash === undefined ? {} : { hash },
    );
  };

/** Nobody can place a deposit on this chain (none is configured): Root writes one, and frees or burns it. */
const onDeposit =
  (name: string): Recipe =>
  (w, r) => {
    const account = anyRich(r);
    const item = [fromKey(safeMode.Deposits.at(account, 7).key), encode(u64, 5n)];
    const inner = signed(w, r, `SafeMode.${name}`, "root", { account, block: 7 });
    const calls = [callOf("System", "set_storage", { items: [item] }), inner?.call];
    return { call: callOf("Utility", "batch_all", { calls }), from: "root" };
  };

const inSafeMode =
  (name: string): Recipe =>
  (w, r) => {
    const inner = signed(w, r, `SafeMode.${name}`, "root", {});
    const leave = callOf("SafeMode", "force_exit");
    const calls = [callOf("SafeMode", "force_enter"), inner?.call, ...(name === "force_exit" ? [] : [leave])];
    return { call: callOf("Utility", "batch_all", { calls }), from: "root" };
  };

/** Scheduler, Preimage, SafeMode. */
export const planRecipes: Recipes = {
  "Scheduler.schedule": planning("schedule"),
  "Scheduler.schedule_named": planning("schedule_named"),
  "Scheduler.schedule_after": planning("schedule_after"),
  "Scheduler.schedule_named_after": planning("schedule_named_after"),
  "Scheduler.cancel": onPlan("cancel"),
  "Scheduler.set_retry": onPlan("set_retry"),
  "Scheduler.cancel_retry": onPlan("cancel_retry"),
  "Scheduler.cancel_named": onNamed("cancel_named"),
  "Scheduler.set_retry_named": onNamed("set_retry_named"),
  "Scheduler.cancel_retry_named": onNamed("cancel_retry_named"),
  "Preimage.note_preimage": noting,
  "Preimage.unnote_preimage": unnoting,
  "Preimage.request_preimage": requesting("request_preimage"),
  "Preimage.unrequest_preimage": requesting("unrequest_preimage"),
  "SafeMode.force_slash_deposit": onDeposit("force_slash_deposit"),
  "SafeMode.force_release_deposit": onDeposit("force_release_deposit"),
  "SafeMode.force_exit": inSafeMode("force_exit"),
  "SafeMode.force_extend": inSafeMode("force_extend"),
};
