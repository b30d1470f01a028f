import { as } from "../../../codec/codec.ts";
import { tuple, vec } from "../../../codec/containers.ts";
import { bytes, u32, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { H256 } from "../../types/hashes.ts";

/** What users may ask of System. */
export const calls = defineCalls("System", {
  remark: call(0, {
    docs: "Remark.",
    args: { remark: bytes },
  }),
  set_heap_pages: call(1, {
    docs: "Set heap pages.",
    args: { pages: u64 },
  }),
  set_code: call(2, {
    docs: "Set code.",
    args: { code: bytes },
  }),
  set_code_without_checks: call(3, {
    docs: "Set code without checks.",
    args: { code: bytes },
  }),
  set_storage: call(4, {
    docs: "Set storage.",
    args: { items: as("Vec<KeyValue>", vec(tuple(bytes, bytes))) },
  }),
  kill_storage: call(5, {
    docs: "Kill storage.",
    args: { keys: as("Vec<Key>", vec(bytes)) },
  }),
  kill_prefix: call(6, {
    docs: "Kill prefix.",
    args: { prefix: as("Key", bytes), subkeys: u32 },
  }),
  remark_with_event: call(7, {
    docs: "Remark with event.",
    args: { remark: bytes },
  }),
  authorize_upgrade: call(9, {
    docs: "Authorize upgrade.",
    args: { code_hash: as("T::Hash", H256) },
  }),
  authorize_upgrade_without_checks: call(10, {
    docs: "Authorize upgrade without checks.",
    args: { code_hash: as("T::Hash", H256) },
  }),
  apply_authorized_upgrade: call(11, {
    docs: "Apply authorized upgrade.",
    args: { code: bytes },
  }),
});
