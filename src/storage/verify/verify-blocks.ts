import { blake2Hex } from "../../crypto/hashing.ts";
import { equalBytes, fromHex, type Hex, keyToHex, prefixEnd, toHex } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { decodeJustifications } from "../blocks/block-store.ts";
import { decodeBody } from "../blocks/body-record.ts";
import type { Gap } from "../blocks/gap.ts";
import { type HeaderFields, headerFields } from "../blocks/header-fields.ts";
import type { Pointers } from "../blocks/pointers.ts";
import { describe } from "../chain-record.ts";
import { RecordError } from "../errors.ts";
import type { KeyValue, StoreKey } from "../kv/key-value.ts";
import { bodyKey, canonicalKey, headerKey, layerKey, lostKey, prefixes } from "../layout.ts";
import { orderedRoot } from "../trie/ordered-root.ts";
import { counted, type Findings, tellFew } from "./report.ts";

/**
 * The extrinsics as a header's root counts them: written anew after decoding. Only a runtime can tell; without one, a
 * body counts as right by its checksum alone when its bytes have another root.
 */
export type RewriteBody = (body: readonly Uint8Array[]) => Promise<readonly Uint8Array[] | undefined>;

/** A block whose header is right. */
export type HeaderAt = HeaderFields & { readonly hash: Hex };

/** Reads a header and checks it against its hash; text says what is wrong with it. */
export function readHeader(store: Pick<KeyValue, "getSync">, hash: Hex): HeaderAt | string {
  const bytes = store.getSync(headerKey(hash));
  if (bytes === undefined) return "the header is missing";
  if (blake2Hex(bytes) !== hash) return "the header does not have its hash";
  try {
    return { hash, ...headerFields(bytes) };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return messageOf(error);
  }
}

/**
 * Checks the best chain block by block down to the genesis: header against hash, number and child, the index of
 * numbers, the body against its checksum and root; blocks of a gap are not looked for. Then every other header, body and justification that is stored.
 */
export async function verifyBlocks(
  store: KeyValue,
  pointers: Pointers,
  gap: Gap | undefined,
  findings: Findings,
  rewrite: RewriteBody,
): Promise<void> {
  const bodies = createBodyCheck(rewrite);
  const few = tellFew(findings.problem);
  const numbers = new Map<StoreKey, Uint8Array | undefined>();
  let expected: Hex | undefined = pointers.best.hash;
  for (let number = pointers.best.number; number >= 0; number--) {
    if (gap !== undefined && number >= gap.first && number <= gap.last) {
      expected = undefined;
      continue;
    }
    const indexed = store.getSync(canonicalKey(number));
    const hash: Hex | undefined = expected ?? (indexed === undefined ? undefined : toHex(indexed));
    if (hash === undefined) {
      few.add(`block ${number} is missing`);
      continue;
    }
    if (indexed === undefined || toHex(indexed) !== hash) numbers.set(canonicalKey(number), fromHex(hash));
    const header = readHeader(store, hash);
    expected = typeof header === "string" ? undefined : header.parentHash;
    if (typeof header === "string") few.add(`block ${number} (${hash}): ${header}`);
    else if (header.number !== number) few.add(`block ${number} (${hash}): its header has number ${header.number}`);
    if (number === pointers.finalized.number && hash !== pointers.finalized.hash)
      few.add(`${describe(pointers.finalized)} counts as final and is not on the best chain`);
    if (number < pointers.oldestBody || typeof header === "string") continue;
    const wrong = await bodies.check(store.getSync(bodyKey(hash)), header);
    if (wrong !== undefined) few.add(`block ${number} (${hash}): ${wrong}`);
  }
  for await (const [key] of store.iterate(canonicalKey(pointers.best.number + 1), prefixEnd(prefixes.canonical)))
    numbers.set(key, undefined);
  few.end();
  if (numbers.size > 0)
    findings.mendable(
      `the index of block numbers: ${counted(numbers.size, "entry is", "entries are")} not what the headers give`,
      numbers,
    );
  findings.checked(
    `${counted(pointers.best.number + 1, "block")} of the best chain (headers against hashes and parents, numbers)`,
  );

  const isCanonical = ({ hash, number }: HeaderAt): boolean => {
    const indexed = numbers.get(canonicalKey(number)) ?? store.getSync(canonicalKey(number));
    return indexed !== undefined && toHex(indexed) === hash;
  };
  await verifyOtherHeaders(store, findings, isCanonical);
  const oldestBody = gap === undefined ? pointers.oldestBody : 0;
  await verifyOtherBodies(store, { ...pointers, oldestBody }, findings, isCanonical, bodies.check);
  await verifyJustifications(store, findings);
  bodies.tell(findings);
}

function createBodyCheck(rewrite: RewriteBody) {
  let count = 0;
  let byChecksum = 0;
  return {
    /** What is wrong with a body, undefined when nothing is. */
    check: async (record: Uint8Array | undefined, header: HeaderFields): Promise<string | undefined> => {
      count++;
      if (record === undefined) return "the body is missing";
      let body: Uint8Array[];
      try {
        body = decodeBody(record, header.extrinsicsRoot);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        return messageOf(error);
      }
      if (equalBytes(orderedRoot(body), header.extrinsicsRoot)) return undefined;
      const rewritten = await rewrite(body);
      if (rewritten === undefined) byChecksum++;
      else if (!equalBytes(orderedRoot(rewritten), header.extrinsicsRoot))
        return "the body does not have the root that its header names";
      return undefined;
    },
    tell: (findings: Findings): void => {
      findings.checked(`${counted(count, "body", "bodies")} against their roots`);
      if (byChecksum > 0)
        findings.checked(`${byChecksum} of them, whose bytes have another root, against their checksums alone`);
    },
  };
}

async function verifyOtherHeaders(
  store: KeyValue,
  findings: Findings,
  isCanonical: (header: HeaderAt) => boolean,
): Promise<void> {
  const few = tellFew(findings.problem);
  let others = 0;
  for await (const [key] of store.iterate(prefixes.header, prefixEnd(prefixes.header))) {
    const hash = keyToHex(key.slice(1));
    const header = readHeader(store, hash);
    if (typeof header !== "string" && isCanonical(header)) continue;
    others++;
    const name = typeof header === "string" ? `block ${hash}` : describe(header);
    const wrong = typeof header === "string" ? header : strayHeader(store, header);
    if (wrong !== undefined) few.add(`${name}: ${wrong}`);
  }
  few.end();
  findings.checked(`${counted(others, "block")} of other branches`);
}

/** What is wrong with a header off the best chain, undefined when nothing is. */
function strayHeader(store: KeyValue, header: HeaderAt): string | undefined {
  const known =
    store.getSync(layerKey(header.hash)) !== undefined ||
    store.getSync(lostKey(header.number, header.hash)) !== undefined;
  if (!known) return "nothing says how it became part of the database";
  const parent = readHeader(store, header.parentHash);
  if (typeof parent === "string") return `its parent ${header.parentHash}: ${parent}`;
  return parent.number + 1 === header.number ? undefined : `its parent has number ${parent.number}`;
}

async function verifyOtherBodies(
  store: KeyValue,
  { oldestBody }: Pointers,
  findings: Findings,
  isCanonical: (header: HeaderAt) => boolean,
  check: (record: Uint8Array, header: HeaderFields) => Promise<string | undefined>,
): Promise<void> {
  const few = tellFew(findings.problem);
  const extra = new Map<StoreKey, Uint8Array | undefined>();
  for await (const [key, record] of store.iterate(prefixes.body, prefixEnd(prefixes.body))) {
    const hash = keyToHex(key.slice(1));
    const header = readHeader(store, hash);
    if (typeof header === "string") {
      few.add(`a body without its block ${hash}: ${header}`);
      continue;
    }
    const canonical = isCanonical(header);
    if (canonical && header.number < oldestBody) extra.set(key, undefined);
    const wrong = canonical ? undefined : await check(record, header);
    if (wrong !== undefined) few.add(`${describe(header)}: ${wrong}`);
  }
  few.end();
  if (extra.size > 0) findings.mendable(`${counted(extra.size, "body", "bodies")} should have been pruned`, extra);
}

async function verifyJustifications(store: KeyValue, findings: Findings): Promise<void> {
  const few = tellFew(findings.problem);
  let count = 0;
  for await (const [key, record] of store.iterate(prefixes.justifications, prefixEnd(prefixes.justifications))) {
    count++;
    const hash = keyToHex(key.slice(1));
    if (store.getSync(headerKey(hash)) === undefined) few.add(`a justification without its block ${hash}`);
    try {
      if (decodeJustifications(record).some(([engine]) => engine.length !== 4)) throw new RecordError("a wrong engine");
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      few.add(`the justifications of block ${hash} cannot be read`);
    }
  }
  few.end();
  findings.checked(`justifications of ${counted(count, "block")}`);
}
