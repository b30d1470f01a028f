import { toHex } from "../../lib/bytes.ts";
import { anyJson, forOwner, ofOwner, refusedCode } from "../dev-context.ts";
import { dryRunJson, rawChanges } from "../dev-outcome.ts";
import { isObject, readTried } from "../dev-params.ts";
import { ofRun, phasesJson, readHeaderJson } from "../dev-run-block.ts";
import { readFields } from "../dev-values.ts";
import { RpcError } from "../errors.ts";
import { exactly } from "../exact-params.ts";
import { method } from "../method.ts";
import { flag, hash, listOf, optional } from "../schema.ts";

export const dev_pool = method({
  doc: "The transactions of the pool in hex: `ready` ones as a block would take them, and those `waiting` for others.",
  params: {},
  ...ofOwner,
  run: (_args, context) =>
    forOwner(context, (dev) => {
      const { ready, waiting } = dev.pool();
      return { ready: ready.map(toHex), waiting: waiting.map(toHex) };
    }),
});

export const dev_dropTransactions = method({
  doc: "Takes transactions out of the pool by their hashes, with those that depend on them; all without a parameter. Answers with the hashes of what went.",
  params: { hashes: optional(listOf(hash)) },
  ...ofOwner,
  run: ({ hashes }, context) => forOwner(context, (dev) => dev.dropTransactions(hashes)),
});

const tried =
  "An extrinsic in hex, { call, address } with a call in hex or by name (no signature is needed), or { extrinsic: one of them }";

/** What is asked besides what is tried, in the same object. */
const ofDryRun = { raw: optional(flag), at: optional(hash) };

export const dev_dryRun = method({
  doc: `What an extrinsic would do in the block after the best one, or after \`at\`; nothing stays. ${tried}. Answers with the outcome, the events and the changes of storage, by name where they have one; with \`raw\`, the changes alone, in hex.`,
  params: { options: anyJson, at: optional(hash) },
  ...ofOwner,
  run: ({ options, at }, context) =>
    forOwner(context, async (dev) => {
      const types = await dev.types();
      const { raw, at: within, ...tried } = isObject(options) ? options : {};
      const asked = readFields(ofDryRun, { raw, at: within });
      const outcome = await dev.dryRun(readTried(types, isObject(options) ? tried : options), at ?? asked.at);
      if (asked.raw !== true) return dryRunJson(types, outcome);
      if (outcome.failure?.kind === "invalid") throw new RpcError(refusedCode, outcome.failure.why);
      return rawChanges(outcome.changes);
    }),
});

export const dev_runBlock = method({
  doc: "Runs a block after its `parent` (the best block when not given) and tells what each phase changed in storage, without events; nothing stays. `block` is as chain_getBlock answers it; `includeRaw` (true unless said otherwise) gives keys and values in hex, `includeParsed` gives them by name.",
  params: { options: exactly(ofRun) },
  ...ofOwner,
  run: ({ options }, context) =>
    forOwner(context, async (dev) => {
      const { parent, block, ...shown } = options;
      const phases = await dev.runBlock({ ...readHeaderJson(block.header), extrinsics: block.extrinsics }, parent);
      return phasesJson(await dev.types(), phases, shown);
    }),
});

export const dev_whenAllowed = method({
  doc: `The first block in which an extrinsic passes, its time, and what refuses it now, if nothing happens until then but that time goes by. ${tried}.`,
  params: { tried: anyJson },
  ...ofOwner,
  run: ({ tried: given }, context) =>
    forOwner(context, async (dev) => {
      const { block, refusedBy } = await dev.whenAllowed(readTried(await dev.types(), given));
      return {
        block: block?.number ?? null,
        time: block === undefined ? null : Number(block.moment),
        refusedBy: refusedBy ?? null,
      };
    }),
});
