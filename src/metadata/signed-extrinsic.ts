import { Writer } from "../codec/io.ts";
import { blake2b256 } from "../crypto/hashing.ts";
import { concatBytes, type Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { Surface } from "./surface.ts";
import type { TypeTable } from "./type-table.ts";
import { type CodecOf, into, writing } from "./value-codec.ts";

/** A signature by the name of its scheme in `MultiSignature`. */
export interface NamedSignature {
  readonly type: "Sr25519" | "Ed25519" | "Ecdsa";
  readonly signature: Hex;
}

/** What a signed extrinsic is made of. It is immortal. */
export interface ExtrinsicParts {
  readonly call: Uint8Array;
  readonly account: Hex;
  readonly nonce: number;
  /** rao; none where it is left out. */
  readonly tip?: bigint;
  readonly genesisHash: Hex;
  readonly specVersion: number;
  readonly transactionVersion: number;
  /** @param payload at most 256 bytes: it is hashed where it would be longer */
  sign(payload: Uint8Array): NamedSignature;
}

/** The format of signed extrinsics that is written: version 4, with the bit that says signed. */
const format = 4;
const signed = 0x80;
/** Payloads that are longer are signed by their hash. */
const longestPayload = 256;

/** What an extension sends, and what it signs beside that. */
interface Content {
  readonly explicit?: unknown;
  readonly implicit?: unknown;
}

/** The values of the extensions that are known here. */
function contents(parts: ExtrinsicParts): ReadonlyMap<string, Content> {
  const { nonce, tip = 0n, genesisHash, specVersion, transactionVersion } = parts;
  const immortal: Content = { explicit: "Immortal", implicit: genesisHash };
  return new Map<string, Content>([
    ["CheckSpecVersion", { implicit: specVersion }],
    ["CheckTxVersion", { implicit: transactionVersion }],
    ["CheckGenesis", { implicit: genesisHash }],
    ["CheckMortality", immortal],
    ["CheckEra", immortal],
    ["CheckNonce", { explicit: nonce }],
    ["ChargeTransactionPayment", { explicit: tip }],
    ["CheckMetadataHash", { explicit: "Disabled", implicit: null }],
  ]);
}

/**
 * A signed extrinsic of version 4 with its length in front.
 * @throws UserError for a runtime that takes none, or has an extension that is not known here and not empty
 */
export function signedExtrinsic(surface: Surface, codecOf: CodecOf, parts: ExtrinsicParts): Uint8Array {
  const { extensions, extrinsicTypes, extrinsicVersions, types } = surface;
  if (!extrinsicVersions.includes(format)) throw new UserError("this runtime takes no extrinsics of version 4");
  const typeOf = (name: string): number => {
    const found = extrinsicTypes.find((one) => one.name === name)?.type;
    if (found === undefined) throw new UserError(`the metadata does not say the ${name} of extrinsics`);
    return found;
  };
  const values = contents(parts);
  const part = (kind: keyof Content): Uint8Array =>
    writing("the extrinsic", (to) => {
      for (const extension of extensions) {
        const { identifier } = extension;
        const type = innermost(types, kind === "explicit" ? extension.type : extension.implicit);
        if (type === undefined) continue;
        const value = values.get(identifier)?.[kind];
        if (value === undefined)
          throw new UserError(
            `the extension ${identifier} signs data that is not known here: sign the extrinsic elsewhere`,
          );
        into(to, ` ${identifier}`, () => codecOf(type).write(value, to));
      }
    });
  const explicit = part("explicit");
  const payload = concatBytes(parts.call, explicit, part("implicit"));
  const { type, signature } = parts.sign(payload.length > longestPayload ? blake2b256(payload) : payload);
  const value = (name: string, of: unknown): Uint8Array =>
    writing(`the extrinsic's ${name}`, (to) => codecOf(typeOf(name)).write(of, to));
  const whole = concatBytes(
    Uint8Array.of(signed | format),
    value("address", parts.account),
    value("signature", { [type]: signature }),
    explicit,
    parts.call,
  );
  const length = new Writer();
  length.compact(whole.length);
  return concatBytes(length.finish(), whole);
}

/** Structs within structs that are looked into. */
const deepest = 16;

/**
 * What is left of a type when structs around a single part that takes bytes are taken off: an extension may wrap another.
 * Undefined where it takes no bytes at all.
 */
function innermost(types: TypeTable, id: number, depth = 0): number | undefined {
  if (depth > deepest) return id;
  const { def } = types.at(id);
  if (def.type !== "composite" && def.type !== "tuple") return id;
  const parts = def.type === "tuple" ? def.value : def.value.map(({ type }) => type);
  const found = parts.map((part) => innermost(types, part, depth + 1)).filter((part) => part !== undefined);
  if (found.length === 0) return undefined;
  return found.length === 1 ? found[0] : id;
}
