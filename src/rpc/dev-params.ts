import type { Deal, DevApi, EncodedCall, Moment, Tried } from "../dev/api.ts";
import { isHex } from "../lib/bytes.ts";
import { accountIn, anyAccount, onlyTrue, rao, readFields, shownJson, wrongForm } from "./dev-values.ts";
import { exactly } from "./exact-params.ts";
import { integer, optional } from "./schema.ts";

type ChainTypes = Awaited<ReturnType<DevApi["types"]>>;

/** Whether it is an object with names. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws RpcError for a field of another name: what is written wrong is told, not left out */
function refuseFields(given: object, names: readonly string[]): void {
  const other = Object.keys(given).find((name) => !names.includes(name));
  if (other !== undefined) wrongForm(`there is no ${other}: there are ${names.join(", ")}`);
}

/** An extrinsic in hex, or a call with the account that makes it. @throws RpcError, UserError */
export function readTried(types: ChainTypes, value: unknown): Tried {
  const isNamed = isObject(value) && "extrinsic" in value;
  if (isNamed) refuseFields(value, ["extrinsic"]);
  const given = isNamed ? value.extrinsic : value;
  if (isHex(given)) return { extrinsic: Uint8Array.from(Buffer.from(given.slice(2), "hex")) };
  if (!isObject(given) || !("call" in given && "address" in given))
    return wrongForm("expected an extrinsic in hex, or { call, address }");
  refuseFields(given, ["call", "address"]);
  const { call, origin } = encodedCall(types, given.call, given.address);
  if (origin === "root") return wrongForm("root signs no extrinsic: name an account, or use dev_dispatch");
  return { call, account: origin };
}

/** A call with its origin. @throws RpcError, and UserError for a call that the chain's rules do not have */
export function encodedCall(types: ChainTypes, call: unknown, origin: unknown): EncodedCall {
  const from = readOrigin(origin);
  if (isHex(call)) {
    const bytes = Uint8Array.from(Buffer.from(call.slice(2), "hex"));
    const { pallet, call: name } = types.decodeCall(bytes);
    return { origin: from, call: bytes, name: `${pallet}.${name}` };
  }
  if (!isObject(call)) return wrongForm(`${shownJson(call)} is no call: give { pallet, call, args }, or hex`);
  if ("pallet" in call) {
    refuseFields(call, ["pallet", "call", "args"]);
    if (typeof call.pallet !== "string" || typeof call.call !== "string")
      return wrongForm(`${shownJson(call)} is no call: give { pallet, call, args }, or hex`);
  }
  const given = call as { pallet: string; call: string; args?: unknown };
  return { origin: from, call: types.encodeCall(given), name: `${given.pallet}.${given.call}` };
}

/** Root, or an account by its address or its public key. @throws RpcError */
function readOrigin(value: unknown): EncodedCall["origin"] {
  if (typeof value === "string" && value.toLowerCase() === "root") return "root";
  return (
    accountIn(value) ??
    wrongForm(`${shownJson(value)} is no origin: give "root", an account's address or its 32 bytes of hex`)
  );
}

const ofHotkey = exactly({ netuid: integer(16), hotkey: anyAccount });

/** The moments of Bittensor's time by the name that says which one it is. */
const moments: Readonly<Record<string, (value: unknown, types: ChainTypes) => Moment>> = {
  block: (value) => ({ until: "block", number: readFields({ block: integer(32) }, value).block }),
  epoch(value) {
    const { epoch: netuid, count } = readFields({ epoch: integer(16), count: optional(integer(16)) }, value);
    return { until: "epoch", netuid, count };
  },
  immunityEnd: (value) => ({
    until: "immunityEnd",
    ...readFields({ immunityEnd: exactly({ netuid: integer(16), uid: integer(16) }) }, value).immunityEnd,
  }),
  children: (value) => ({ until: "children", ...readFields({ children: ofHotkey }, value).children }),
  reveal: (value) => ({ until: "reveal", ...readFields({ reveal: ofHotkey }, value).reveal }),
  leaseEnd: (value) => ({ until: "leaseEnd", lease: readFields({ leaseEnd: integer(32) }, value).leaseEnd }),
  halving(value) {
    readFields({ halving: onlyTrue }, value);
    return { until: "halving" };
  },
  allowed: (value, types) => ({
    until: "allowed",
    tried: readTried(types, isObject(value) ? value.allowed : undefined),
  }),
};

/** Reads a moment of Bittensor's time: an object with one of a few names. @throws RpcError, UserError */
export function readMoment(types: ChainTypes, value: unknown): Moment {
  const known = Object.keys(isObject(value) ? value : {}).filter((name) => Object.hasOwn(moments, name));
  const [kind, other] = known;
  const read = moments[kind ?? ""];
  if (read === undefined)
    return wrongForm(`${shownJson(value)} is no moment: give an object with one of ${Object.keys(moments).join(", ")}`);
  if (other !== undefined) return wrongForm(`a moment is one thing: give ${kind} or ${other}, not both`);
  return read(value, types);
}

/** Reads what somebody is given. @throws RpcError */
export function readDeal(value: unknown): Deal {
  const given = isObject(value) ? value : {};
  if ("tao" in given && "alpha" in given) return wrongForm("TAO and alpha are given one after the other: tao or alpha");
  if ("tao" in given) return readFields({ account: anyAccount, tao: rao }, given);
  if (!("alpha" in given)) return wrongForm("expected { account, tao } or { coldkey, hotkey, netuid, alpha }");
  return readFields({ coldkey: anyAccount, hotkey: anyAccount, netuid: integer(16), alpha: rao }, given);
}
