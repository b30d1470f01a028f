// Signed calls of Alice's, the sudo key of development chains, by @polkadot/api.
import { type ApiPromise, Keyring } from "@polkadot/api";
import type { SubmittableExtrinsic } from "@polkadot/api/types";
import { type Hex, keyToHex } from "../../src/lib/bytes.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";

/** What the migration of the program 426 changes: SubtensorModule.SubnetOwnerCut, to 9830 in two bytes. */
export const ownerCut = keyToHex(storage.SubnetOwnerCut.key);
export const migrated = "0x6626";

export type Call = SubmittableExtrinsic<"promise">;

const within = 120_000;

/** A call by its name. @throws Error when the chain lacks it */
export function callOf(api: ApiPromise, pallet: string, name: string, args: readonly unknown[]): Call {
  const call = api.tx[pallet]?.[name];
  if (call === undefined) throw new Error(`the chain has no ${pallet}.${name}`);
  return call(...args);
}

export interface Included {
  readonly hash: Hex;
  readonly number: number;
  /** `pallet.Event`, in order. */
  readonly events: readonly string[];
}

/** Signs with a development key, Alice's when not told, and waits for a block. @throws Error when the call fails, or no block takes it */
export async function send(
  api: ApiPromise,
  call: Call,
  { suri = "//Alice", wait = "final" }: { suri?: string; wait?: "final" | "inBlock" } = {},
): Promise<Included> {
  const pair = new Keyring({ type: "sr25519" }).addFromUri(suri);
  return new Promise((resolve, reject) => {
    let told = "nothing";
    const timer = setTimeout(() => reject(new Error(`no block took the call, told: ${told}`)), within);
    const end = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    call
      .signAndSend(pair, ({ status, events, dispatchError, isError }) => {
        told = status.type;
        if (isError) return end(() => reject(new Error(`the call fell out of the pool: ${told}`)));
        const block = wait === "inBlock" && status.isInBlock ? status.asInBlock : undefined;
        const hash = (status.isFinalized ? status.asFinalized : block)?.toHex();
        if (hash === undefined) return;
        const names = events.map(({ event }) => `${event.section}.${event.method}`);
        const wrong = dispatchError ?? sudoError(events.map(({ event }) => event.toHuman()));
        if (wrong !== undefined) return end(() => reject(new Error(`it failed: ${String(wrong)}`)));
        api.rpc.chain.getHeader(hash).then(
          (header) => end(() => resolve({ hash, number: header.number.toNumber(), events: names })),
          (error) => end(() => reject(error)),
        );
      })
      .catch((error: unknown) => end(() => reject(error)));
  });
}

/** What a call under sudo failed with, which its own event tells and not the extrinsic's result. */
function sudoError(events: readonly unknown[]): string | undefined {
  for (const event of events as readonly { section: string; method: string; data: Record<string, unknown> }[]) {
    const result = event.section === "sudo" ? event.data?.sudoResult : undefined;
    if (typeof result === "object" && result !== null && "Err" in result) return JSON.stringify(result);
  }
  return undefined;
}

/** Makes a program the chain's by its sudo key, with the checks of its version unless told otherwise. */
export function setCode(
  api: ApiPromise,
  code: Hex,
  { checked = true, wait = "final" }: { checked?: boolean; wait?: "final" | "inBlock" } = {},
): Promise<Included> {
  const inner = callOf(api, "system", checked ? "setCode" : "setCodeWithoutChecks", [code]);
  return send(api, callOf(api, "sudo", "sudoUncheckedWeight", [inner, { refTime: 0, proofSize: 0 }]), { wait });
}
