import { PoolError, RuntimeCallError } from "../../src/chain/api.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import type { KeyPair } from "../../src/crypto/keypair.ts";
import { fromHex, type Hex } from "../../src/lib/bytes.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Random } from "../fuzz/random.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";
import { build } from "./genesis.ts";
import { authorityKeys } from "./keys.ts";
import { createSealer } from "./seal.ts";
import type { World } from "./world.ts";

type Sender = "Alice" | "Bob" | "Charlie";

/** Whoever sends transactions: signed by chance elsewhere, here the same each time. */
function account(name: Sender): Pick<KeyPair, "accountId" | "sign"> {
  const sealer = createSealer(fromHex(devAccount(name).seed as Hex));
  return { accountId: sealer.publicKey, sign: (message) => sealer.sign(message) };
}

/** Transactions of people, to one node each: it has to pass them on. */
export interface Commands {
  transfer(): void;
  /** Other authorities from some blocks on: they make blocks at once, and vote after the delay. */
  changeAuthorities(authorities: readonly number[], delay: number): void;
  readonly sent: number;
}

/** @param random draws what is sent, and to whom */
export function createCommands(world: World, random: Random): Commands {
  const runtime = runtimeOfBuild(build);
  let sent = 0;
  /** Sends to a node at random what its own pool and chain say comes next. One that is lost with its node is lost. */
  const send = async (name: Sender, call: CallValue): Promise<void> => {
    const peer = random.some(world.honest.filter((one) => world.node(one) !== undefined));
    const api = peer === undefined ? undefined : world.node(peer)?.chain.api;
    if (api === undefined) return;
    const pair = account(name) as KeyPair;
    try {
      const nonce = await api.pool.nextIndex(pair.accountId);
      await api.pool.submit(signExtrinsic(runtime, { call, pair, nonce, genesisHash: api.genesisHash }));
      sent++;
    } catch (error) {
      if (!(error instanceof PoolError || error instanceof RuntimeCallError)) throw error;
    }
  };
  const as = (pallet: string, name: string, args: Record<string, unknown>): CallValue => ({ pallet, name, args });
  return {
    transfer() {
      const to = random.pick(["Dave", "Eve", "Ferdie"] as const);
      send(
        random.pick(["Bob", "Charlie"] as const),
        transfer(devAccount(to).publicKey, BigInt(random.below(1_000_000))),
      );
    },
    changeAuthorities(authorities, delay) {
      const keys = authorities.map(authorityKeys);
      const next = keys.map(({ grandpa }) => [grandpa.publicKey, 1n]);
      const args = { next_authorities: next, in_blocks: delay, forced: undefined };
      void send("Alice", as("Sudo", "sudo", { call: as("AdminUtils", "schedule_grandpa_change", args) }));
      const authors = { new_authorities: keys.map(({ aura }) => aura.publicKey) };
      // By then the first has reached the pools of all.
      world.schedule.after(40_000, () => {
        void send("Alice", as("Sudo", "sudo", { call: as("AdminUtils", "swap_authorities", authors) }));
      });
    },
    get sent() {
      return sent;
    },
  };
}
