import { as } from "../codec/codec.ts";
import { struct } from "../codec/composites.ts";
import { tuple, vec } from "../codec/containers.ts";
import { cow } from "../codec/cow.ts";
import { fixedBytes, str, u8, u32 } from "../codec/primitives.ts";

/** What `Core_version` answers: which rules these are, and the versions of their APIs by hashed name. */
export const RuntimeVersion = struct("sp_version::RuntimeVersion", {
  spec_name: as("Cow<'static, str>", cow(str)),
  impl_name: as("Cow<'static, str>", cow(str)),
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis: as("ApisVec", cow(vec(tuple(fixedBytes(8), u32)))),
  transaction_version: u32,
  system_version: u8,
});
