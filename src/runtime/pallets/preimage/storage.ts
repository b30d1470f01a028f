import { tuple } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { identity } from "../../frame/hashers.ts";
import { defineStorage, deprecated, optionalMap } from "../../frame/storage.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { H256 } from "../../types/hashes.ts";
import { OldRequestStatus, RequestStatus } from "./types.ts";

/** What Preimage remembers. */
export const storage = defineStorage("Preimage", {
  StatusFor: deprecated(
    optionalMap([identity(H256)], OldRequestStatus, "The preimages in an old form, by hash."),
    "RequestStatusFor is used now.",
  ),
  RequestStatusFor: optionalMap(
    [identity(H256)],
    RequestStatus,
    "Who keeps a preimage and how often it is asked for, by hash.",
  ),
  PreimageFor: optionalMap([identity(tuple(H256, u32))], boundedBytes(4_194_304), "The preimages, by hash and length."),
});
