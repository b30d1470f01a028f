import { as } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { bytes } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { H256 } from "../../types/hashes.ts";

/** What users may ask of Preimage. */
export const calls = defineCalls("Preimage", {
  note_preimage: call(0, {
    docs: "Note preimage.",
    args: { bytes: bytes },
  }),
  unnote_preimage: call(1, {
    docs: "Unnote preimage.",
    args: { hash: as("T::Hash", H256) },
  }),
  request_preimage: call(2, {
    docs: "Request preimage.",
    args: { hash: as("T::Hash", H256) },
  }),
  unrequest_preimage: call(3, {
    docs: "Unrequest preimage.",
    args: { hash: as("T::Hash", H256) },
  }),
  ensure_updated: call(4, {
    docs: "Ensure updated.",
    args: { hashes: as("Vec<T::Hash>", vec(H256)) },
  }),
});
