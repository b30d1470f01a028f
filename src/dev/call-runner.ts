import type { Chain } from "../chain/chain.ts";
import { pushGiven } from "../chain/fill-block.ts";
import type { KeyPair } from "../crypto/keypair.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import { concatBytes, type Hex, toHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { Extrinsic } from "../primitives/extrinsic.ts";
import type { StateOverlay } from "../primitives/state.ts";
import { validityText } from "../primitives/validity.ts";
import type { Blocks, OwnBlock } from "./blocks.ts";
import { createSigner } from "./sign-as.ts";
import { hasItem } from "./types-at.ts";

/** An encoded call with the origin that it is dispatched with. */
export interface EncodedCall {
  readonly origin: "root" | Hex;
  readonly call: Uint8Array;
  /** How it is called in an error. */
  readonly name: string;
}

/** Dispatches calls with any origin, as extrinsics of the sudo key. */
export interface SudoCalls {
  /** The sudo key of the chain, where its secret is known here. */
  key(): Promise<KeyPair | undefined>;
  /**
   * Dispatches calls in their order, in as few blocks as they fit into.
   * @param calls or what gives them for the state in which the first one is dispatched
   * @returns the last block
   * @throws UserError with the first call that failed, and why; the blocks until then, with the other calls in them, are the caller's to leave
   */
  run(calls: readonly EncodedCall[] | ((overlay: StateOverlay) => readonly EncodedCall[]), key: KeyPair): Promise<Hex>;
}

interface SudoParts {
  readonly chain: Chain;
  readonly blocks: Blocks;
  typesAt(): Promise<ChainTypes>;
  /** The pair of an account whose secret is known. */
  keyOf(account: Hex): KeyPair | undefined;
}

/** Calls of one block are signed ahead, so many at a time. */
const signedAtOnce = 64;

/** Where the results of sudo calls stand. */
const resultEvents = new Set(["Sudid", "SudoAsDone"]);

/** The sudo key has not the TAO that its extrinsics must show. */
export class PoorSudoKey extends UserError {}

function refusal(calls: readonly EncodedCall[], at: number, why: string, { publicKey }: KeyPair): UserError {
  const text = `${calls[at]?.name ?? "a call"}, call ${at + 1} of ${calls.length}, failed: ${why}`;
  if (why !== "Invalid(Payment)") return new UserError(text);
  return new PoorSudoKey(
    `${text}: the sudo key ${ss58Encode(publicKey)} signs what the owner asks for and cannot pay; set its System.Account by dev_setStorage, or go back`,
  );
}

export function createSudoCalls({ chain, blocks, typesAt, keyOf }: SudoParts): SudoCalls {
  const { database } = chain;
  const stateAtBest = () => {
    const runtime = chain.runtimeAt(database.best().hash);
    if (runtime === undefined) throw new Error("the state of the best block is not kept");
    return runtime;
  };

  const key = async (): Promise<KeyPair | undefined> => {
    const types = await typesAt();
    if (!hasItem(types, "Sudo", "Key")) return undefined;
    const held = stateAtBest().state.get(types.storageKey("Sudo", "Key", []));
    return held === undefined ? undefined : keyOf(toHex(held));
  };

  /** Makes the extrinsic of a call with the next nonce. */
  const signer = async (pair: KeyPair) => {
    const types = await typesAt();
    const { first, sign } = await createSigner(chain, types, pair);
    const any = types.encodeCall({ pallet: "System", call: "remark", args: { remark: "0x" } });
    // What stands before the inner call, which is encoded already.
    const before = (call: string, args: object): Uint8Array =>
      types.encodeCall({ pallet: "Sudo", call, args: { ...args, call: toHex(any) } }).slice(0, -any.length);
    const sudo = before("sudo", {});
    return {
      first,
      sign: ({ origin, call }: EncodedCall, nonce: number): Extrinsic =>
        sign(concatBytes(origin === "root" ? sudo : before("sudo_as", { who: origin }), call), nonce),
    };
  };

  /** What the sudo calls of a block came to, in their order: undefined where all is well. */
  const resultsIn = async (block: Hex): Promise<readonly (string | undefined)[]> => {
    const types = await typesAt();
    const events = database.stateAt(block)?.get(types.storageKey("System", "Events", []));
    if (events === undefined) throw new Error("the events of the block are not kept");
    return types.decodeEvents(events).flatMap(({ pallet, name, fields }) => {
      if (pallet !== "Sudo" || !resultEvents.has(name)) return [];
      const { sudo_result: result } = fields as { sudo_result: { Err?: unknown } };
      return [result.Err === undefined ? undefined : types.errorText(result.Err)];
    });
  };

  return {
    key,
    async run(given, pair) {
      let last = database.best().hash;
      let calls: readonly EncodedCall[] = typeof given === "function" ? [] : given;
      let known = typeof given !== "function";
      const signed = new Map<number, { readonly nonce: number; readonly extrinsic: Extrinsic }>();
      for (let done = 0; !known || done < calls.length; ) {
        let taken = 0;
        let refused: string | undefined;
        const fill: OwnBlock["fill"] = async (filling, overlay) => {
          if (typeof given === "function" && !known) calls = given(overlay);
          known = true;
          // In the block's own turn: no other block comes between the nonce and the extrinsic that has it.
          const { first, sign } = await signer(pair);
          const extrinsicOf = (at: number): Extrinsic => {
            const nonce = first + at - done;
            const found = signed.get(at);
            const extrinsic = found?.nonce === nonce ? found.extrinsic : sign(calls[at] as EncodedCall, nonce);
            signed.set(at, { nonce, extrinsic });
            return extrinsic;
          };
          for (let full = false; !full && done + taken < calls.length; ) {
            const from = done + taken;
            const list = calls.slice(from, from + signedAtOnce).map((_call, index) => extrinsicOf(from + index));
            const pushed = await pushGiven(filling, list);
            taken += pushed.taken;
            if (pushed.refused !== undefined) refused = validityText(pushed.refused);
            full = pushed.taken < list.length;
            // Before anything of it was taken no block is made.
            if (taken === 0 && refused !== undefined) throw refusal(calls, done, refused, pair);
            await chain.environment.yield();
          }
          return "NoMoreTransactions";
        };
        last = await blocks.own({ fill });
        const results = await resultsIn(last);
        const failed = results.findIndex((why) => why !== undefined);
        if (failed >= 0) throw refusal(calls, done + failed, `${results[failed]}`, pair);
        if (refused !== undefined) throw refusal(calls, done + taken, refused, pair);
        if (results.length < taken)
          throw refusal(calls, done + results.length, "the chain's program tells of no result that it had", pair);
        if (taken === 0) throw new UserError(`${calls[done]?.name ?? "a call"} does not fit into a block`);
        for (const end = done + taken; done < end; done++) signed.delete(done);
      }
      return last;
    },
  };
}
