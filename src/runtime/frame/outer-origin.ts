import type { Codec } from "../../codec/codec.ts";
import { DecodeError } from "../../codec/io.ts";
import { named } from "../../codec/type-info.ts";
import { AccountId32 } from "../types/account-id.ts";
import { RawOrigin } from "../types/frame.ts";
import { H160 } from "../types/hashes.ts";
import type { OriginCaller } from "./origin.ts";
import { type Placed, runtimeCrate } from "./outer-types.ts";

/** The origins of System, at their indices. */
const systemOrigins = ["Root", "Signed", "None", "Authorized"] as const;

/** The origin of a call on the wire: a pallet's index and its own origin. */
export function createOriginCodec(placed: readonly Placed[]): Codec<OriginCaller> {
  const ethereum = placed.find(({ pallet }) => pallet.origin !== undefined && pallet.name === "Ethereum");
  return {
    encode(value, to) {
      if (value.type === "Ethereum") {
        to.u8(ethereum?.index ?? 0);
        to.u8(0);
        return H160.encode(value.address, to);
      }
      to.u8(0);
      to.u8(systemOrigins.indexOf(value.type));
      if (value.type === "Signed") AccountId32.encode(value.who, to);
    },
    decode(from) {
      const place = from.u8();
      const kind = from.u8();
      const type = place === 0 ? systemOrigins[kind] : undefined;
      if (type === "Signed") return { type, who: AccountId32.decode(from) };
      if (type !== undefined) return { type };
      if (place === ethereum?.index && kind === 0) return { type: "Ethereum", address: H160.decode(from) };
      throw new DecodeError("no such origin", from.offset - 2);
    },
    info: named(`${runtimeCrate}::OriginCaller`, () => ({
      kind: "variant",
      variants: [
        { name: "system", index: 0, fields: [{ type: RawOrigin.info, typeName: "frame_system::Origin<Runtime>" }] },
        ...(ethereum?.pallet.origin === undefined
          ? []
          : [
              {
                name: "Ethereum",
                index: ethereum.index,
                fields: [{ type: ethereum.pallet.origin.info, typeName: "pallet_ethereum::Origin" }],
              },
            ]),
      ],
    })),
  };
}
