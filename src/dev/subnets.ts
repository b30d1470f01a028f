import type { Chain } from "../chain/chain.ts";
import type { Step } from "../chain/step.ts";
import { decode } from "../codec/codec.ts";
import { u64 } from "../codec/primitives.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import { emptyBytes, type Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { DevApi, NewWeights } from "./api.ts";
import type { EncodedCall } from "./call-runner.ts";

/** What is done in subnets without waiting, by the rules' own calls after what would have made them wait is set aside. */
export type Subnets = Pick<DevApi, "registerSubnet" | "registerNeuron" | "setWeights">;

interface SubnetParts {
  readonly chain: Chain;
  typesAt(): Promise<ChainTypes>;
  changeState(step: Step): Promise<Hex>;
  dispatch(calls: readonly EncodedCall[]): Promise<Hex>;
  deal: DevApi["deal"];
}

const pallet = "SubtensorModule";
/** What an account keeps beside what it pays, rao. */
const spare = 1_000_000_000n;
const largestWeight = 65_535;
/** Storage of weights is by netuid and mechanism in one number. */
const mechanismStep = 4096;

export function createSubnets({ chain, typesAt, changeState, dispatch, deal }: SubnetParts): Subnets {
  const { database } = chain;
  const read = async (item: string, ...keys: readonly unknown[]): Promise<unknown> => {
    const types = await typesAt();
    const bytes = database.stateAt(chain.best().hash)?.get(types.storageKey(pallet, item, keys));
    return bytes === undefined ? types.defaultValue(pallet, item) : types.decodeValue(pallet, item, bytes);
  };
  const requireSubnet = async (netuid: number): Promise<void> => {
    if ((await read("NetworksAdded", netuid)) !== true) throw new UserError(`there is no subnet ${netuid}`);
  };
  /** @throws UserError when a hotkey is another coldkey's: the rules would refuse it, after blocks were made for it */
  const requireOwner = async (hotkey: Hex, coldkey: Hex): Promise<void> => {
    const types = await typesAt();
    const bytes = database.stateAt(chain.best().hash)?.get(types.storageKey(pallet, "Owner", [hotkey]));
    const owner = bytes === undefined ? undefined : types.decodeValue(pallet, "Owner", bytes);
    if (owner === undefined || owner === ss58Encode(coldkey)) return;
    throw new UserError(
      `the hotkey ${ss58Encode(hotkey)} belongs to ${String(owner)}, not to ${ss58Encode(coldkey)}: give its own coldkey, or another hotkey`,
    );
  };
  /** The uid of a hotkey; undefined when it has none. */
  const uidOf = async (netuid: number, hotkey: Hex): Promise<number | undefined> => {
    const uid = await read("Uids", netuid, hotkey);
    return typeof uid === "number" ? uid : undefined;
  };
  const change = async (values: readonly (readonly [item: string, keys: readonly unknown[], value: unknown])[]) => {
    const types = await typesAt();
    const encoded = values.map(
      ([item, keys, value]) =>
        [
          types.storageKey(pallet, item, keys),
          value === undefined ? undefined : types.encodeValue(pallet, item, value),
        ] as const,
    );
    return changeState(new Map(encoded));
  };
  const callOf = async (origin: "root" | Hex, of: string, call: string, args: object): Promise<EncodedCall> => ({
    ...{ origin, name: `${of}.${call}` },
    call: (await typesAt()).encodeCall({ pallet: of, call, args }),
  });

  return {
    async registerSubnet({ coldkey, hotkey }) {
      await requireOwner(hotkey, coldkey);
      const runtime = chain.runtimeAt(chain.best().hash);
      if (runtime === undefined) throw new Error("the state of the best block is not kept");
      const method = "SubnetRegistrationRuntimeApi_get_network_registration_cost";
      await deal({ account: coldkey, tao: decode(u64, await runtime.ask(method, emptyBytes)) + spare });
      // The last registration itself stays as it was: the price falls with the blocks since.
      const [limit, delay] = [await read("NetworkRateLimit"), await read("StartCallDelay")];
      await change([
        ["NetworkRateLimit", [], 0],
        ["StartCallDelay", [], 0],
      ]);
      let netuid: number;
      let block: Hex;
      try {
        netuid = await addedIn(await dispatch([await callOf(coldkey, pallet, "register_network", { hotkey })]));
        await dispatch([await callOf(coldkey, pallet, "start_call", { netuid })]);
      } finally {
        block = await change([
          ["NetworkRateLimit", [], limit],
          ["StartCallDelay", [], delay],
        ]);
      }
      return { netuid, block };
    },
    async registerNeuron({ netuid, coldkey, hotkey }) {
      if (netuid === 0)
        throw new UserError("the root subnet sells no uids: dispatch SubtensorModule.root_register as the coldkey");
      await requireSubnet(netuid);
      await requireOwner(hotkey, coldkey);
      const known = await uidOf(netuid, hotkey);
      if (known !== undefined) return { uid: known, block: chain.best().hash };
      await deal({ account: coldkey, tao: BigInt(String(await read("Burn", netuid))) + spare });
      await change([
        ["RegistrationsThisInterval", [netuid], 0],
        ["RegistrationsThisBlock", [netuid], 0],
      ]);
      const block = await dispatch([await callOf(coldkey, pallet, "burned_register", { netuid, hotkey })]);
      const uid = await uidOf(netuid, hotkey);
      if (uid === undefined) throw new UserError(`${ss58Encode(hotkey)} has no uid in subnet ${netuid} after all`);
      return { uid, block };
    },
    async setWeights({ netuid, hotkey, weights, mechanism = 0 }: NewWeights) {
      await requireSubnet(netuid);
      const uid = await uidOf(netuid, hotkey);
      if (uid === undefined) throw new UserError(`${ss58Encode(hotkey)} is no neuron of subnet ${netuid}`);
      const count = Number(await read("SubnetworkN", netuid));
      const mechanisms = Number(await read("MechanismCountCurrent", netuid));
      if (mechanism >= mechanisms)
        throw new UserError(`there is no mechanism ${mechanism} in subnet ${netuid}: it has ${mechanisms}`);
      if (new Set(weights.map(([to]) => to)).size < weights.length)
        throw new UserError("a uid has more than one weight: give each one");
      const largest = weights.reduce((most, [, weight]) => (weight > most ? weight : most), 0);
      for (const [to, weight] of weights) {
        if (to >= count) throw new UserError(`there is no uid ${to} in subnet ${netuid}: it has ${count}`);
        if (!(weight >= 0)) throw new UserError(`the weight of uid ${to} is ${weight}: expected 0 or more`);
      }
      const index = netuid + mechanismStep * mechanism;
      const scaled =
        largest > 0 ? weights.map(([to, weight]) => [to, Math.floor((weight / largest) * largestWeight)]) : [];
      const updated = [...((await read("LastUpdate", index)) as unknown[])];
      updated[uid] = chain.best().number;
      return change([
        ["Weights", [index, uid], scaled],
        ["LastUpdate", [index], updated],
      ]);
    },
  };

  /** The subnet that a block added. */
  async function addedIn(block: Hex): Promise<number> {
    const types = await typesAt();
    const bytes = database.stateAt(block)?.get(types.storageKey("System", "Events", []));
    const events = bytes === undefined ? [] : types.decodeEvents(bytes);
    const added = events.find((event) => event.pallet === pallet && event.name === "NetworkAdded");
    const [netuid] = Object.values(added?.fields ?? {});
    if (typeof netuid !== "number") throw new UserError("no subnet was added");
    return netuid;
  }
}
