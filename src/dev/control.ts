import type { Chain } from "../chain/chain.ts";
import type { BlockPlace } from "../chain/engine.ts";
import { QueueClosed } from "../chain/queue.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import type { KeyPair } from "../crypto/keypair.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { createExtrinsic, type Extrinsic } from "../primitives/extrinsic.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import type { DevApi, StateFileAccess, Tried } from "./api.ts";
import { type Beacon, createBlocks } from "./blocks.ts";
import { createSudoCalls } from "./call-runner.ts";
import { createStateChange } from "./change-state.ts";
import { createCut } from "./cut-to-subnet.ts";
import { createDeal } from "./deal.ts";
import { createMoments } from "./moments.ts";
import { createOwnerSteps } from "./owner-steps.ts";
import { type BringKeys, prefetchAll } from "./prefetch.ts";
import type { Production } from "./production.ts";
import { createRows } from "./rows.ts";
import { runBlock } from "./run-block.ts";
import { createSigner } from "./sign-as.ts";
import { createSnapshots } from "./snapshots.ts";
import { createStateFiles } from "./state-files.ts";
import { createSubnets } from "./subnets.ts";
import { tryExtrinsic } from "./trial.ts";
import { createTypesAt } from "./types-at.ts";
import { whenAllowed } from "./when-allowed.ts";

interface DevParts {
  readonly chain: Chain;
  readonly production: Production;
  /** The pair of an account whose secret is known. */
  keyOf(account: Hex): KeyPair | undefined;
  /** How many peers are connected. */
  peers(): number;
  /** This project's rules, where they hold after the best block. */
  rules?(): Runtime | undefined;
  /** State files, where there is a disk for them. */
  readonly files?: StateFileAccess | undefined;
  /** Has keys of a fork's state brought, where it lies elsewhere. */
  readonly bring?: BringKeys;
  /** What makes pulses, where this node does. */
  readonly beacon?: Beacon | undefined;
}

/** The latest time that is travelled to, ms: about the year 144,000, so that times after it are still exact as numbers, and dates. */
const latest = 2n ** 52n;

/** Puts together what the owner of a development chain may do. */
export function createDev({ chain, production, keyOf, peers, beacon, rules, files, bring }: DevParts): DevApi {
  const { database } = chain;
  const typesAt = createTypesAt(chain);
  const blocks = createBlocks(chain, production, beacon);
  const sudo = createSudoCalls({ chain, blocks, typesAt, keyOf });
  const changeState = createStateChange({ blocks, sudo, typesAt });
  const snapshots = createSnapshots(chain, production);
  const allowed: DevApi["whenAllowed"] = async (tried) =>
    whenAllowed({ chain, clock: production.clock, types: await typesAt() }, await extrinsicOf(tried));
  const moments = createMoments({ chain, clock: production.clock, typesAt, whenAllowed: allowed });

  /** @throws UserError while others follow the chain: they would not understand what happens to it. */
  const alone = (): void => {
    const count = peers();
    if (count > 0) throw new UserError(`${count} peers are connected: the owner changes a chain that nobody follows`);
  };
  const extrinsicOf = async (tried: Tried, on?: BlockPlace): Promise<Extrinsic> => {
    if ("extrinsic" in tried) return createExtrinsic(tried.extrinsic);
    const { call, account } = tried;
    const { first, sign } = await createSigner(chain, await typesAt(), keyOf(account) ?? account, on);
    return sign(call, first);
  };
  const dispatch: DevApi["dispatch"] = async (calls) => {
    alone();
    const key = await sudo.key();
    if (key !== undefined) return sudo.run(calls, key);
    throw new UserError(
      "the secret of the chain's sudo key is not known here, or it has none: no call is dispatched; set Sudo.Key by dev_setStorage to //Alice's address, or fork with --fork-sudo",
    );
  };
  const deal = createDeal({ rules: () => rules?.(), sudo, changeState, dispatch: (calls) => dispatch(calls), typesAt });
  const cut = createCut({ chain, blocks, typesAt });
  const hashOf = (block: Parameters<DevApi["setHead"]>[0]): Hex => {
    if (typeof block === "string") return block;
    const best = chain.best().number;
    const number = typeof block === "number" ? block : best - block.back;
    const hash = chain.api.hashOfNumber(number);
    if (hash === undefined) throw new UserError(`there is no block ${number}: the best one is ${best}`);
    return hash;
  };

  /** Goes to another block. A pulse on its way would come into the world there, and those of that world are there with the answer. */
  const elsewhere = async (go: () => Promise<Hex>): Promise<Hex> => {
    await beacon?.settled();
    const hash = await go();
    await beacon?.settled();
    return hash;
  };
  const ahead = async (): Promise<bigint> => {
    if (!production.ownerFinalizes) return 0n;
    const best = chain.best();
    return (await production.clock.peek(best)).moment - (await production.clock.after(best));
  };
  const stateFiles = createStateFiles({ chain, production, blocks, files, ahead });
  return createOwnerSteps({ chain, blocks, production, snapshots })({
    ...createRows({ chain, production, blocks, moments, alone }),
    async time() {
      const { moment } = await production.clock.peek(database.best());
      return { next: moment, slot: await production.clock.duration() };
    },
    async timeTravel(moment) {
      alone();
      const best = database.best();
      const slot = await production.clock.duration();
      if (moment > latest) throw new UserError(`the moment ${moment} is beyond all clocks, in ms`);
      const before = await production.clock.after(best);
      if (moment < before)
        throw new UserError(
          `time goes forward only: the next block is of ${before} ms or later, since the best one is of ${before - slot} ms; revert to a snapshot to go back`,
        );
      await production.clock.set(moment);
      return (await production.clock.peek(best)).moment;
    },
    mode: production.mode,
    async setMode(mode) {
      alone();
      production.setMode(mode);
      // A block that is being made by itself is there before the answer.
      await blocks.inTurn(async () => {});
    },
    cancel: blocks.callOff,
    async setHead(block) {
      alone();
      return elsewhere(() => snapshots.setHead(hashOf(block)));
    },
    async reorganise(depth) {
      alone();
      const [best, final] = [chain.best().number, chain.finalized().number];
      if (depth < 1 || depth > best - final)
        throw new UserError(
          `${depth} blocks cannot be left: ${best - final} are not final; make blocks with finalize: false first`,
        );
      const number = best - depth;
      return blocks.instead({ hash: hashOf(number), number }, depth + 1);
    },
    dump: stateFiles.dump,
    async load(path) {
      alone();
      return stateFiles.load(path);
    },
    async begin(ahead = 0n) {
      if (!production.ownerFinalizes) return;
      const { clock } = production;
      if (ahead > 0n) await clock.set((await clock.after(chain.best())) + ahead);
      // A chain with a fault is ending.
      await snapshots.begin().catch((error: unknown) => {
        if (!(error instanceof QueueClosed)) throw error;
      });
    },
    ahead,
    async reset() {
      alone();
      return elsewhere(snapshots.reset);
    },
    pool() {
      const all = chain.pool.all();
      const { ready } = chain.pool.status();
      return { ready: all.slice(0, ready), waiting: all.slice(ready) };
    },
    dropTransactions: (hashes) => chain.pool.remove(hashes ?? chain.pool.all().map((bytes) => blake2Hex(bytes))),
    async snapshot() {
      // What the best block brought belongs to it.
      await beacon?.settled();
      return snapshots.take();
    },
    async revert(id) {
      alone();
      return elsewhere(() => snapshots.revert(id));
    },
    dropSnapshot: snapshots.drop,
    snapshots: snapshots.list,
    async setStorage(given) {
      alone();
      const { hash } = database.best();
      const state = database.stateAt(hash);
      if (state === undefined) throw new Error("the state of the best block is not kept");
      const step = typeof given === "function" ? await given(state, hash) : given;
      return step.size === 0 ? hash : changeState(step);
    },
    async deal(given) {
      alone();
      return deal(given);
    },
    ...createSubnets({ chain, typesAt, changeState, dispatch, deal }),
    dispatch,
    async dryRun(tried, at = chain.best().hash) {
      const number = database.numberOf(at);
      if (number === undefined) throw new UserError(`block ${at} is not known`);
      const on = { hash: at, number };
      const next = await production.clock.peek(on);
      return tryExtrinsic(chain, await typesAt(), { on, ...next }, await extrinsicOf(tried, on));
    },
    async runBlock(block, at = chain.best().hash) {
      const number = database.numberOf(at);
      if (number === undefined) throw new UserError(`block ${at} is not known`);
      return runBlock(chain, { hash: at, number }, block);
    },
    whenAllowed: allowed,
    landing: moments.landing,
    pace: blocks.pace,
    async cutToSubnet(netuid) {
      alone();
      return cut(netuid);
    },
    prefetch: async (wishes) => prefetchAll(await typesAt(), chain, bring, wishes),
    reading: (read) => read(),
    types: typesAt,
  });
}
