import type { ChainApi } from "../../chain/api.ts";
import type { Log } from "../../chain/environment.ts";
import { encode } from "../../codec/codec.ts";
import { Writer } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { encodeExtrinsic, signingPayload } from "../../runtime/executive/extrinsic.ts";
import type { CallValue } from "../../runtime/frame/calls.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { storage as system } from "../../runtime/pallets/system/storage.ts";
import { H256 } from "../../runtime/types/hashes.ts";
import { keyOf } from "./accounts.ts";
import { createActors } from "./play-actors.ts";
import type { PlayedCall } from "./played-call.ts";
import type { World } from "./world.ts";

/** What a world is played with. */
export interface PlayParts {
  readonly world: World;
  readonly chain: Pick<ChainApi, "events" | "genesisHash" | "pool">;
  readonly runtime: Runtime;
  /** Undefined where the state is not kept. */
  stateAt(hash: Hex): ReadState | undefined;
  readonly log: Log;
}

export interface Play {
  /** What went into the pool, by the call's name, and what the pool refused. */
  readonly counts: { readonly submitted: ReadonlyMap<string, number>; refused(): number };
  /** Waits until what the last block called for is in the pool. */
  settled(): Promise<void>;
  stop(): void;
}

const target = "world";

/** An extrinsic of a world's account, valid for ever. */
function signed({ runtime, chain }: PlayParts, secret: string, call: CallValue, nonce: number): Uint8Array {
  const pair = keyOf(secret);
  const callBytes = runtime.encodeCall(call);
  const explicit = { era: "Immortal", nonce, tip: 0n, mode: "Disabled" } as const;
  const implicit = new Writer();
  implicit.u32(runtime.rules.specVersion);
  implicit.u32(runtime.rules.transactionVersion);
  implicit.raw(encode(H256, chain.genesisHash));
  implicit.raw(encode(H256, chain.genesisHash));
  implicit.u8(0);
  const signature = {
    type: "Sr25519",
    value: pair.sign(signingPayload(callBytes, explicit, implicit.finish())),
  } as const;
  const address = { type: "Id", value: pair.accountId } as const;
  return encodeExtrinsic({ callBytes, preamble: { type: "Signed", address, signature, explicit } });
}

/**
 * Plays a world's validators and miners: after each best block what is due goes through the transaction pool, signed by
 * their own keys. What is done follows from the world's seed and the chain's state. Nothing that fails stops the chain or
 * the play: it is counted and logged, and the next block is looked at anew.
 */
export function startPlay(parts: PlayParts): Play {
  const { world, chain, stateAt, log } = parts;
  const actors = createActors(world);
  const submitted = new Map<string, number>();
  let refused = 0;
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();
  let newest: Hex | undefined;

  const submit = async ({ who, call }: PlayedCall): Promise<void> => {
    if (who.secret === undefined) return;
    try {
      await chain.pool.submit(signed(parts, who.secret, call, await chain.pool.nextIndex(who.id)));
      submitted.set(call.name, (submitted.get(call.name) ?? 0) + 1);
    } catch (error) {
      refused++;
      log.debug(target, () => `${call.pallet}.${call.name} was refused: ${messageOf(error)}`);
    }
  };
  const play = async (hash: Hex): Promise<void> => {
    // Several blocks may have come meanwhile: only the newest counts.
    if (stopped || hash !== newest) return;
    try {
      const state = stateAt(hash);
      if (state === undefined) return;
      const block = system.Number.get(state);
      for (const call of actors.due(state, block)) {
        if (stopped) return;
        await submit(call);
      }
    } catch (error) {
      log.warn(target, `the world was not played after block ${hash}: ${messageOf(error)}`);
    }
  };
  const unsubscribe = chain.events.onBest(({ hash }) => {
    newest = hash;
    turn = turn.then(() => play(hash));
  });
  return {
    counts: { submitted, refused: () => refused },
    async settled() {
      // A turn that ends may have been followed by another one.
      for (let last: unknown; last !== turn; ) {
        last = turn;
        await turn;
      }
    },
    stop() {
      stopped = true;
      unsubscribe();
    },
  };
}
