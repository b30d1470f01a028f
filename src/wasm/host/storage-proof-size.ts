import { type HostFunction, hostFunction } from "./function.ts";
import { answerU64 } from "./marshal.ts";

/** What is answered where nothing is recorded. Rust: `cumulus_primitives_proof_size_hostfunction: PROOF_RECORDING_DISABLED` */
const notRecorded = 2n ** 64n - 1n;

/** How large the proof of a block would be so far. Rust: `cumulus_primitives_proof_size_hostfunction: StorageProofSize` */
export const storageProofSizeFunctions: readonly HostFunction[] = [
  /** Bytes. Rust: `cumulus_primitives_proof_size_hostfunction: storage_proof_size::storage_proof_size` */
  hostFunction("storage_proof_size_storage_proof_size", 1, [], answerU64, (host) => {
    const size = host.proofSize?.();
    return size === undefined ? notRecorded : BigInt(size);
  }),
];
