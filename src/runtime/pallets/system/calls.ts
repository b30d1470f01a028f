import { as } from "../../../codec/codec.ts";
import { tuple, vec } from "../../../codec/containers.ts";
import { bytes, u32, u64 } from "../../../codec/primitives.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { toKey } from "../../../lib/bytes.ts";
import { addU32 } from "../../../lib/integers.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { fail } from "../../frame/dispatch-error.ts";
import { ensureRoot, ensureSigned } from "../../frame/origin.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { PostInfo } from "../../frame/weight.ts";
import { H256 } from "../../types/hashes.ts";
import { authorizationOf, authorizeUpgrade, codeObjection, setCodeInStorage, setHeapPages } from "./code.ts";
import { constants } from "./constants.ts";
import { events } from "./events.ts";
import { killPrefix, writeRaw } from "./raw-storage.ts";
import { storage } from "./storage.ts";
import { weights } from "./weights.ts";

const wholeBlock = (state: ReadState): PostInfo => ({
  actualWeight: constants.BlockWeights.valueOf(state.rules).max_block,
});

function setCode(state: WriteState, code: Uint8Array, checkVersion: boolean): PostInfo {
  const objection = codeObjection(state, code, checkVersion);
  if (objection !== undefined) fail(objection);
  setCodeInStorage(state, code);
  return wholeBlock(state);
}

/** What users may ask of System. */
export const calls = defineCalls("System", {
  remark: call(0, {
    docs: "Puts some bytes on the chain, to no effect.",
    args: { remark: bytes },
    weight: ({ remark }) => weights.remark(remark.length),
    run: () => undefined,
  }),
  set_heap_pages: call(1, {
    docs: "Sets how many pages of memory the runtime's program gets (root).",
    args: { pages: u64 },
    weight: weights.setHeapPages,
    class: "Operational",
    run(state, origin, { pages }) {
      ensureRoot(origin);
      setHeapPages(state, pages);
    },
  }),
  set_code: call(2, {
    docs: "Replaces the runtime by a newer version of itself (root).",
    args: { code: bytes },
    weight: weights.setCode,
    class: "Operational",
    run(state, origin, { code }) {
      ensureRoot(origin);
      return setCode(state, code, true);
    },
  }),
  set_code_without_checks: call(3, {
    docs: "Replaces the runtime by any program (root).",
    args: { code: bytes },
    weight: weights.setCode,
    class: "Operational",
    run(state, origin, { code }) {
      ensureRoot(origin);
      return setCode(state, code, false);
    },
  }),
  set_storage: call(4, {
    docs: "Writes raw storage (root).",
    args: { items: as("Vec<KeyValue>", vec(tuple(bytes, bytes))) },
    weight: ({ items }) => weights.setStorage(items.length),
    class: "Operational",
    run(state, origin, { items }) {
      ensureRoot(origin);
      for (const [key, value] of items) writeRaw(state, toKey(key), value);
    },
  }),
  kill_storage: call(5, {
    docs: "Removes raw storage (root).",
    args: { keys: as("Vec<Key>", vec(bytes)) },
    weight: ({ keys }) => weights.killStorage(keys.length),
    class: "Operational",
    run(state, origin, { keys }) {
      ensureRoot(origin);
      for (const key of keys) writeRaw(state, toKey(key), undefined);
    },
  }),
  kill_prefix: call(6, {
    docs: "Removes raw storage below a prefix, up to a number of keys (root).",
    args: { prefix: as("Key", bytes), subkeys: u32 },
    weight: ({ subkeys }) => weights.killPrefix(addU32(subkeys, 1)),
    class: "Operational",
    run(state, origin, { prefix, subkeys }) {
      ensureRoot(origin);
      killPrefix(state, toKey(prefix), subkeys);
    },
  }),
  remark_with_event: call(7, {
    docs: "Puts some bytes on the chain and tells their hash in an event.",
    args: { remark: bytes },
    weight: ({ remark }) => weights.remarkWithEvent(remark.length),
    run(state, origin, { remark }) {
      const sender = ensureSigned(origin);
      state.emit(events.Remarked({ sender, hash: blake2Hex(remark) }));
    },
  }),
  authorize_upgrade: call(9, {
    docs: "Lets anyone bring the code of a given hash, if it is a newer version (root).",
    args: { code_hash: as("T::Hash", H256) },
    weight: weights.authorizeUpgrade,
    class: "Operational",
    run(state, origin, { code_hash }) {
      ensureRoot(origin);
      authorizeUpgrade(state, code_hash, true);
    },
  }),
  authorize_upgrade_without_checks: call(10, {
    docs: "Lets anyone bring the code of a given hash, whatever its version (root).",
    args: { code_hash: as("T::Hash", H256) },
    weight: weights.authorizeUpgrade,
    class: "Operational",
    run(state, origin, { code_hash }) {
      ensureRoot(origin);
      authorizeUpgrade(state, code_hash, false);
    },
  }),
  apply_authorized_upgrade: call(11, {
    docs: "Brings the code that was authorized; anyone may.",
    args: { code: bytes },
    weight: weights.applyAuthorizedUpgrade,
    class: "Operational",
    run(state, _origin, { code }) {
      const { code_hash, check_version } = authorizationOf(state, code);
      storage.AuthorizedUpgrade.remove(state);
      const objection = codeObjection(state, code, check_version);
      if (objection !== undefined) {
        state.emit(
          events.RejectedInvalidAuthorizedUpgrade({ code_hash, error: state.runtime.dispatchError(objection) }),
        );
        return { pays: "No" };
      }
      setCodeInStorage(state, code);
      return { ...wholeBlock(state), pays: "No" };
    },
  }),
});
