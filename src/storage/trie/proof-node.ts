import { DecodeError, Reader, Writer } from "../../codec/io.ts";

/** A node as a proof holds it: parts may be left out of it. */
export interface ProofNode {
  /** Nibbles of the partial key. */
  readonly count: number;
  /** The partial key as it is written: with one zero nibble in front when the count is odd. */
  readonly partial: Uint8Array;
  readonly value: ProofValue | undefined;
  /** What is held of each of the sixteen children; undefined for a leaf. */
  readonly children: readonly (Uint8Array | undefined)[] | undefined;
}

export interface ProofValue {
  /** The value or, when hashed, the hash of it. */
  readonly bytes: Uint8Array;
  readonly hashed: boolean;
}

/** The bits of the first byte and the count that it holds at most. Rust: `sp_trie: node_header.rs` */
const headers = {
  leaf: [0x40, 63],
  branch: [0x80, 63],
  branchWithValue: [0xc0, 63],
  hashedLeaf: [0x20, 31],
  hashedBranch: [0x10, 15],
} as const;

/** What the first byte of a node says; undefined for the empty node. @throws DecodeError for a byte that begins none */
function kindOf(header: number): keyof typeof headers | undefined {
  if (header === 0) return undefined;
  if (header >= 0xc0) return "branchWithValue";
  if (header >= 0x80) return "branch";
  if (header >= 0x40) return "leaf";
  if (header >= 0x20) return "hashedLeaf";
  if (header >= 0x10) return "hashedBranch";
  throw new DecodeError("unknown kind of trie node", 0);
}

/** The bytes whose length comes before them. */
const counted = (from: Reader): Uint8Array => from.take(Number(from.compact()));

/**
 * Reads a node, and none of the bytes after it; undefined for the empty node.
 * @throws DecodeError where the original refuses it. Rust: `sp_trie: node_codec.rs NodeCodec::decode_plan`
 */
export function decodeProofNode(bytes: Uint8Array): ProofNode | undefined {
  const from = new Reader(bytes);
  const header = from.u8();
  const kind = kindOf(header);
  if (kind === undefined) return undefined;
  const most = headers[kind][1];
  let count = header & most;
  for (let more = count === most ? 255 : 0; more === 255; count += more) more = from.u8();
  const partial = from.take((count + 1) >> 1);
  if ((count & 1) === 1 && (partial[0] as number) > 15) throw new DecodeError("a partial key is padded", from.offset);
  const isLeaf = kind === "leaf" || kind === "hashedLeaf";
  const bitmap = isLeaf ? undefined : from.u16();
  if (bitmap === 0) throw new DecodeError("a branch has no child", from.offset);
  const hashed = kind === "hashedLeaf" || kind === "hashedBranch";
  const value = kind === "branch" ? undefined : { bytes: hashed ? from.take(32) : counted(from), hashed };
  if (bitmap === undefined) return { count, partial, value, children: undefined };
  const children = Array.from({ length: 16 }, (_, index) => ((bitmap >> index) & 1 ? counted(from) : undefined));
  return { count, partial, value, children };
}

/** The encoding of a node. Rust: `sp_trie: node_codec.rs NodeCodec::leaf_node`, `branch_node_nibbled` */
export function encodeProofNode({ count, partial, value, children }: ProofNode): Uint8Array {
  const to = new Writer();
  const [bits, most] =
    children === undefined
      ? headers[value?.hashed ? "hashedLeaf" : "leaf"]
      : headers[value === undefined ? "branch" : value.hashed ? "hashedBranch" : "branchWithValue"];
  to.u8(bits | Math.min(count, most));
  if (count >= most) {
    let rest = count - most;
    for (; rest >= 255; rest -= 255) to.u8(255);
    to.u8(rest);
  }
  to.raw(partial);
  if (children !== undefined)
    to.u16(children.reduce((bits, child, index) => (child === undefined ? bits : bits | (1 << index)), 0));
  if (value !== undefined) {
    if (!value.hashed) to.compact(value.bytes.length);
    to.raw(value.bytes);
  }
  for (const child of children ?? []) {
    if (child === undefined) continue;
    to.compact(child.length);
    to.raw(child);
  }
  return to.finish();
}
