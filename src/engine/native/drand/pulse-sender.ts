import { randomBytes } from "node:crypto";
import { PoolError } from "../../../chain/api.ts";
import { encode, type Infer } from "../../../codec/codec.ts";
import { keyPairFromSeed } from "../../../crypto/keypair.ts";
import type { Keystore } from "../../../crypto/keystore.ts";
import { type Hex, toHex } from "../../../lib/bytes.ts";
import { messageOf } from "../../../lib/user-error.ts";
import { bareExtrinsic } from "../../../runtime/executive/extrinsic.ts";
import { type Pulse, PulsesPayload } from "../../../runtime/pallets/drand/types.ts";
import type { DrandNode } from "./worker.ts";

/** Names the worker's key in the keystore, and its lines in the log. Rust: `pallets/drand/src/lib.rs KEY_TYPE`. */
const keyType = "drnd";
export const target = "drand";

/** How many blocks a pulse stays in the pool. */
const longevity = 3;

/** The key that pulses are sent with; a new one when the keystore has none. Rust: `node/src/service.rs`. */
export function drandKey(keystore: Keystore): Hex {
  const [known] = keystore.publicKeys(keyType);
  if (known !== undefined) return known;
  // A seed in place of the original's phrase: it says as much, and a running chain need not load what makes phrases.
  const seed = randomBytes(32);
  const { publicKey } = keyPairFromSeed("sr25519", seed);
  keystore.insert(keyType, toHex(seed), publicKey);
  return publicKey;
}

export interface PulseSender {
  /** Whether a round was sent so lately that the pool may hold it still. */
  waits(round: bigint, block: number): boolean;
  /** The chain stands elsewhere: what was sent is in no pool. */
  forget(): void;
  /** Sends a pulse to the pool, and is done when that answered: what it answers is only logged. @param block the block after which it is sent. */
  send(pulse: Infer<typeof Pulse>, block: number): Promise<void>;
}

/**
 * Sends pulses in `Drand.write_pulse`, unsigned, with a payload that the node's key signs; one transaction a pulse.
 * Rust: `frame_system offchain.rs Signer::send_unsigned_transaction`.
 */
export function pulseSender({ chain, environment, runtime, keystore }: DrandNode): PulseSender {
  const { log } = environment;
  const sent = new Map<bigint, number>();
  return {
    waits(round, block) {
      const at = sent.get(round);
      return at !== undefined && block < at + longevity;
    },
    forget: () => sent.clear(),
    async send(pulse, block) {
      const { round } = pulse;
      for (const [old, at] of sent) if (block >= at + longevity) sent.delete(old);
      sent.set(round, block);
      const publicKey = drandKey(keystore);
      const pair = keystore.pair(keyType, publicKey);
      if (pair === undefined) return log.debug(target, `No local account available to submit round ${round}`);
      const payload: Infer<typeof PulsesPayload> = {
        block_number: block,
        pulses: [pulse],
        public: { type: "Sr25519", value: publicKey },
      };
      const signature = { type: "Sr25519", value: pair.sign(encode(PulsesPayload, payload)) };
      const args = { pulses_payload: payload, signature };
      await chain.pool.submit(bareExtrinsic({ pallet: "Drand", name: "write_pulse", args }, runtime)).then(
        () => log.debug(target, `submitted round ${round}`),
        (error: unknown) => {
          const level = error instanceof PoolError ? "debug" : "error";
          log[level](target, `failed to submit round ${round}: ${messageOf(error)}`);
        },
      );
    },
  };
}
