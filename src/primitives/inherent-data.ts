import { as } from "../codec/codec.ts";
import { struct } from "../codec/composites.ts";
import { btreeMap } from "../codec/containers.ts";
import { bool, bytes, fixedBytes } from "../codec/primitives.ts";

export const InherentData = struct("sp_inherents::InherentData", {
  data: as("BTreeMap<InherentIdentifier, Vec<u8>>", btreeMap(fixedBytes(8), bytes)),
});

export const CheckInherentsResult = struct("sp_inherents::CheckInherentsResult", {
  okay: bool,
  fatal_error: bool,
  errors: as("InherentData", InherentData),
});
