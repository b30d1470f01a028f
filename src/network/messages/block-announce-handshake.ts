import { type Codec, decode, encode } from "../../codec/codec.ts";
import { struct } from "../../codec/composites.ts";
import { DecodeError } from "../../codec/io.ts";
import { fixedHex, u8, u32 } from "../../codec/primitives.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { PeerGreeting } from "../network.ts";

/** Bits of a role byte. An authority sends its bit alone. Rust: `sc_network_common::role::Roles`. */
const fullBit = 1;
const lightBit = 2;
const authorityBit = 4;

type Role = PeerGreeting["roles"];

/** The byte that a node sends of its role, which is the whole handshake of transactions and GRANDPA. */
export function encodeRole(role: Role): Uint8Array {
  return new Uint8Array([role === "authority" ? authorityBit : role === "full" ? fullBit : lightBit]);
}

/**
 * An authority has no other bit; with another one it counts as a full node. A peer that says neither that it is full nor
 * an authority is a light one. Rust: `Roles::is_authority`, `is_full` and `is_light`.
 */
function roleOf(bits: number): Role {
  if (bits === authorityBit) return "authority";
  return (bits & (fullBit | authorityBit)) !== 0 ? "full" : "light";
}

interface Handshake {
  readonly roles: number;
  readonly bestNumber: number;
  readonly bestHash: Hex;
  readonly genesisHash: Hex;
}

/** Rust: `sc_network_common::sync::message::BlockAnnouncesHandshake`. */
const handshakeCodec: Codec<Handshake> = struct("BlockAnnouncesHandshake", {
  roles: u8,
  bestNumber: u32,
  bestHash: fixedHex(32),
  genesisHash: fixedHex(32),
});

/** What a node says when it opens block announces. */
export function encodeBlockAnnounceHandshake({ roles, ...rest }: PeerGreeting): Uint8Array {
  return encode(handshakeCodec, { ...rest, roles: encodeRole(roles)[0] as number });
}

/** The greeting in a handshake of block announces; undefined when the bytes are none, or unknown roles are named. */
export function decodeBlockAnnounceHandshake(bytes: Uint8Array): PeerGreeting | undefined {
  try {
    const { roles, ...rest } = decode(handshakeCodec, bytes);
    if (roles > (fullBit | lightBit | authorityBit)) return undefined;
    return { ...rest, roles: roleOf(roles) };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
