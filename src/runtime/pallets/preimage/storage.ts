import { tuple } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { identity } from "../../frame/hashers.ts";
import { deprecated, defineStorage, optionalMap } from "../../frame/storage.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { H256 } from "../../types/hashes.ts";
import { OldRequestStatus, RequestStatus } from "./types.ts";

/** What Preimage remembers. */
export const storage = defineStorage("Preimage", {
  StatusFor: deprecated(optionalMap([identity(H256)], OldRequestStatus, "Status for."), "RequestStatusFor is used now."),
  RequestStatusFor: optionalMap([identity(H256)], RequestStatus, "Request status for."),
  PreimageFor: optionalMap([identity(tuple(H256, u32))], boundedBytes(4_194_304), "Preimage for."),
});
