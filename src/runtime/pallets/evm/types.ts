import { as } from "../../../codec/codec.ts";
import { struct } from "../../../codec/composites.ts";
import { u64 } from "../../../codec/primitives.ts";
import { H256 } from "../../types/hashes.ts";

export const CodeMetadata = struct("pallet_evm::CodeMetadata", { size: u64, hash: as("H256", H256) });
