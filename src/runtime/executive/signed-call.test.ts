import { expect, it } from "vitest";
import { keyPairFromSuri } from "../../crypto/keypair.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { implicitData } from "../extensions/list.ts";
import { execute } from "../frame/execution.ts";
import { createRuntime, local } from "../index.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { zeroHash } from "../types/hashes.ts";
import { checkExtrinsic } from "./apply-extrinsic.ts";
import { decodeExtrinsic, type Extrinsic, encodeExtrinsic, signingPayload } from "./extrinsic.ts";

const runtime = createRuntime(local);
const state = execute(memoryState([]).overlay(), local, runtime);
system.BlockHash.at(0).set(state, zeroHash);
const pair = keyPairFromSuri("sr25519", "//Alice");
const explicit = { era: "Immortal", nonce: 0, tip: 0n, mode: "Disabled" } as const;

const inOrder = runtime.encodeCall({ pallet: "SubtensorModule", name: "claim_root", args: { subnets: [1, 2] } });
/** The same set with its members the other way round. */
const turned = inOrder.slice();
turned.set([2, 0, 1, 0], inOrder.length - 4);

/** An extrinsic that carries `sent`, with a signature over `signed`. */
function extrinsic(sent: Uint8Array, signed: Uint8Array): Extrinsic {
  const value = pair.sign(signingPayload(signed, explicit, implicitData(state, explicit)));
  const address = { type: "Id", value: pair.accountId } as const;
  const signature = { type: "Sr25519", value } as const;
  const preamble = { type: "Signed", address, signature, explicit } as const;
  return decodeExtrinsic(encodeExtrinsic({ callBytes: sent, preamble }), runtime);
}

it("a signature is over the call as it is written, however it came", () => {
  expect(checkExtrinsic(state, extrinsic(inOrder, inOrder))).toBe(pair.accountId);
  expect(checkExtrinsic(state, extrinsic(turned, inOrder))).toBe(pair.accountId);
  expect(() => checkExtrinsic(state, extrinsic(turned, turned))).toThrow("BadProof");
});
