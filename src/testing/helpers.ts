import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { existentialDeposit } from "../runtime/pallets/balances/accounts.ts";
import { type AccountLike, publicKeyOf } from "./accounts.ts";
import type { Owner } from "./owner.ts";
import type { Reading } from "./reading.ts";
import type { Rpc } from "./rpc.ts";

/** Short ways of what most tests need, each by real calls. Amounts are TAO. */
export interface Helpers {
  /**
   * Makes the free balance of an account so much TAO, whatever it was before (`dev_deal` adds to it): 0, or the existential
   * deposit of 500 rao and more. The sudo key signs the call and gets its fee back after it: it is dealt less by that, in a
   * second block.
   */
  deal(to: AccountLike, tao: number): Promise<Hex>;
  /** Free rao of an account. */
  balance(of: AccountLike): Promise<bigint>;
  /** Creates a subnet for what it costs. @returns its netuid */
  registerSubnet(of: { readonly owner: AccountLike; readonly hotkey: AccountLike }): Promise<number>;
  /** Makes blocks until the owner of a subnet may start it, and does so: stakes and emission begin. */
  startSubnet(netuid: number): Promise<Hex>;
  /** Registers a hotkey for what it costs. @returns its uid */
  registerNeuron(of: {
    readonly netuid: number;
    readonly coldkey: AccountLike;
    readonly hotkey: AccountLike;
  }): Promise<number>;
  /** Stakes TAO of a coldkey to a hotkey. */
  addStake(of: {
    readonly netuid: number;
    readonly coldkey: AccountLike;
    readonly hotkey: AccountLike;
    readonly tao: number;
  }): Promise<Hex>;
  /** Sets a hotkey's weights. @param of.weights by uid, whole numbers up to 65535 that count in relation to each other */
  setWeights(of: {
    readonly netuid: number;
    readonly hotkey: AccountLike;
    readonly weights: Readonly<Record<number, number>>;
    readonly versionKey?: number;
  }): Promise<Hex>;
}

const module = "SubtensorModule";
const [mostTao, mostU16] = [21_000_000, 65_535];
/** TAO */
const oneRao = 1e-9;

/** An amount in rao. @throws UserError */
function raoOf(tao: number): bigint {
  if (typeof tao !== "number" || !(tao >= 0 && tao <= mostTao))
    throw new UserError(`${String(tao)} is no amount of TAO: give a number from 0 to ${mostTao}`);
  if (tao > 0 && tao < oneRao)
    throw new UserError(`${tao} TAO is less than a rao: give ${oneRao.toFixed(9)} or more, or 0`);
  return BigInt(tao.toFixed(9).replace(".", ""));
}

/** The raw key of `Sudo.Key`: a chain without sudo has nothing there, and no such name either. */
const sudoKey: Hex = "0x5c0d1176a568c1f92944340dbfed9e9c530ebca703c85910e7164cb7d1c9e47b";
/** How often the balance of the sudo key is set: a fee follows from the length of the call, and so from the amount. */
const dealsTried = 3;

/** What an account is to have, rao. @throws UserError for less than an account exists with */
function dealtRao(tao: number): bigint {
  const rao = raoOf(tao);
  if (rao === 0n || rao >= existentialDeposit) return rao;
  throw new UserError(
    `${tao} TAO is below the existential deposit of ${existentialDeposit} rao: give 0.0000005 or more, or 0`,
  );
}

/** @throws UserError */
function u16Of(value: unknown, what: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= mostU16) return value;
  throw new UserError(`${what}: ${JSON.stringify(value) ?? String(value)} is no number from 0 to ${mostU16}`);
}

/** What helpers ask a chain by. */
export interface ChainParts {
  readonly owner: Owner;
  readonly reading: Reading;
  readonly rpc: Rpc;
}

/** Does a task while nobody else of the test asks the chain for anything. */
export type Alone = <T>(task: (parts: ChainParts) => Promise<T>) => Promise<T>;

async function freeOf({ query }: Reading, who: Hex): Promise<bigint> {
  const { data } = await query<{ data: { free: number | string } }>("System", "Account", who);
  return BigInt(data.free);
}

const setFree = ({ dispatch }: Owner, who: Hex, new_free: bigint): Promise<Hex> =>
  dispatch({ pallet: "Balances", call: "force_set_balance", args: { who, new_free } });

/** Deals to the sudo key, which gets the fee of the call back once its balance is set. */
async function dealToSudo({ owner, reading }: ChainParts, who: Hex, wanted: bigint): Promise<Hex> {
  const before = await owner.snapshot();
  try {
    let given = wanted;
    for (let tried = 1; tried <= dealsTried; tried++) {
      if (given < existentialDeposit)
        throw new UserError(
          "deal: the sudo key pays for what the owner asks for, and is paid back: give it 0.01 or more",
        );
      const block = await setFree(owner, who, given);
      const more = (await freeOf(reading, who)) - wanted;
      if (more === 0n) return block;
      given -= more;
    }
    throw new UserError("deal: the balance of the sudo key changes with each block; deal to another account");
  } catch (error) {
    await owner.revert(before);
    throw error;
  } finally {
    await owner.dropSnapshot(before);
  }
}

/** Waits with a subnet, in blocks, until its owner may start it. */
async function startSubnet({ owner, reading }: ChainParts, netuid: number): Promise<Hex> {
  const { query, blockNumber } = reading;
  const coldkey = await query<string | undefined>(module, "SubnetOwner", u16Of(netuid, "netuid"));
  if (!(await query<boolean>(module, "NetworksAdded", netuid)) || coldkey === undefined)
    throw new UserError(`there is no subnet ${netuid}`);
  const call = { pallet: module, call: "start_call", args: { netuid } };
  const { block, refusedBy } = await owner.whenAllowed({ call, address: coldkey });
  if (block === null) throw new UserError(`subnet ${netuid} cannot be started: ${refusedBy}`);
  if (block - 1 > (await blockNumber())) await owner.newBlocks({ to: block - 1 });
  return owner.dispatch(call, coldkey);
}

export function createHelpers({ owner, reading }: Pick<ChainParts, "owner" | "reading">, alone: Alone): Helpers {
  const { dispatch } = owner;
  const call = (name: string, args: object) => ({ pallet: module, call: name, args });
  /** Dispatches a call, and reads the last event of that name in its block. */
  const told = async (name: string, args: object, origin: Hex, event: string): Promise<readonly unknown[]> => {
    const block = await dispatch(call(name, args), origin);
    const found = (await reading.events(block)).findLast((one) => one.pallet === module && one.name === event);
    if (found === undefined) throw new Error(`${module}.${name} gave no event ${event}`);
    return Object.values(found.fields);
  };

  return {
    async deal(to, tao) {
      const [who, rao] = [publicKeyOf(to, "deal"), dealtRao(tao)];
      // Answers to two questions may change places on their way: the last deal to an account is the one that counts.
      return alone(async (parts) => {
        const isSudo = (await parts.rpc<Hex | null>("state_getStorage", [sudoKey])) === who;
        return isSudo ? dealToSudo(parts, who, rao) : setFree(parts.owner, who, rao);
      });
    },
    balance: async (of) => freeOf(reading, publicKeyOf(of, "balance")),
    async registerSubnet({ owner: coldkey, hotkey }) {
      const args = { hotkey: publicKeyOf(hotkey, "hotkey") };
      const [netuid] = await told("register_network", args, publicKeyOf(coldkey, "owner"), "NetworkAdded");
      return netuid as number;
    },
    startSubnet: (netuid) => alone((parts) => startSubnet(parts, netuid)),
    async registerNeuron({ netuid, coldkey, hotkey }) {
      const args = { netuid: u16Of(netuid, "netuid"), hotkey: publicKeyOf(hotkey, "hotkey") };
      const [, uid] = await told("burned_register", args, publicKeyOf(coldkey, "coldkey"), "NeuronRegistered");
      return uid as number;
    },
    async addStake({ netuid, coldkey, hotkey, tao }) {
      const key = publicKeyOf(hotkey, "hotkey");
      const args = { hotkey: key, netuid: u16Of(netuid, "netuid"), amount_staked: raoOf(tao) };
      return dispatch(call("add_stake", args), publicKeyOf(coldkey, "coldkey"));
    },
    async setWeights({ netuid, hotkey, weights, versionKey = 0 }) {
      const entries = Object.entries(weights).map(
        ([uid, weight]) => [u16Of(Number(uid), "uid"), u16Of(weight, `weight of uid ${uid}`)] as const,
      );
      const args = {
        netuid: u16Of(netuid, "netuid"),
        dests: entries.map(([uid]) => uid),
        weights: entries.map(([, weight]) => weight),
        version_key: versionKey,
      };
      return dispatch(call("set_weights", args), publicKeyOf(hotkey, "hotkey"));
    },
  };
}
