import { as } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { bytes } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureRoot, ensureSigned, ensureSignedOrRoot } from "../../frame/origin.ts";
import { H256 } from "../../types/hashes.ts";
import { noteBytes, requestPreimage, unnotePreimage, unrequestPreimage } from "./notes.ts";
import { ensureAllUpdated } from "./update.ts";
import { weights } from "./weights.ts";

const hashOf = as("T::Hash", H256);

/** What users may ask of Preimage. */
export const calls = defineCalls("Preimage", {
  note_preimage: call(0, {
    docs: "Keeps bytes on the chain for a deposit; free when their hash was asked for, and for root.",
    args: { bytes },
    weight: ({ bytes: preimage }) => weights.notePreimage(preimage.length),
    run(state, origin, { bytes: preimage }) {
      const depositor = ensureSignedOrRoot(origin);
      const { wasRequested } = noteBytes(state, preimage, depositor);
      return { pays: wasRequested || depositor === undefined ? "No" : "Yes" };
    },
  }),
  unnote_preimage: call(1, {
    docs: "Takes back bytes that the signer keeps on the chain, and the deposit.",
    args: { hash: hashOf },
    weight: weights.unnotePreimage,
    run: (state, origin, { hash }) => unnotePreimage(state, hash, ensureSignedOrRoot(origin)),
  }),
  request_preimage: call(2, {
    docs: "Asks for the preimage of a hash, which is free to give then (root).",
    args: { hash: hashOf },
    weight: weights.requestPreimage,
    run(state, origin, { hash }) {
      ensureRoot(origin);
      requestPreimage(state, hash);
    },
  }),
  unrequest_preimage: call(3, {
    docs: "Asks for the preimage of a hash no more (root).",
    args: { hash: hashOf },
    weight: weights.unrequestPreimage,
    run(state, origin, { hash }) {
      ensureRoot(origin);
      unrequestPreimage(state, hash);
    },
  }),
  ensure_updated: call(4, {
    docs: "Moves preimages to the form they are kept in today; free when nearly all needed it.",
    args: { hashes: as("Vec<T::Hash>", vec(H256)) },
    weight: ({ hashes }) => weights.ensureUpdated(hashes.length),
    run(state, origin, { hashes }) {
      ensureSigned(origin);
      return ensureAllUpdated(state, hashes);
    },
  }),
});
