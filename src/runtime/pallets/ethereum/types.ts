import { as } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/composites.ts";
import { H160 } from "../../types/hashes.ts";

export const RawOrigin = enumeration("pallet_ethereum::RawOrigin", {
  EthereumTransaction: as("H160", H160),
});
