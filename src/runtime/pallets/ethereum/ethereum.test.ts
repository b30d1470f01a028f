import { describe, expect, it } from "vitest";
import { recordingJson, recordingNames } from "../../../../test/support/recordings.ts";
import { decode } from "../../../codec/codec.ts";
import { fromHex, type Hex, keyToHex, toHex, utf8 } from "../../../lib/bytes.ts";
import { Block } from "../../types/ethereum.ts";
import { rlpEncode } from "./rlp.ts";
import { storage } from "./storage.ts";
import { ethereumHash } from "./store-block.ts";

const rlp = (...item: Parameters<typeof rlpEncode>): Hex => toHex(rlpEncode(...item));

describe("RLP", () => {
  it("writes strings, integers and lists as the specification's examples have them", () => {
    expect(rlp(utf8("dog"))).toBe("0x83646f67");
    expect(rlp([utf8("cat"), utf8("dog")])).toBe("0xc88363617483646f67");
    expect(rlp(new Uint8Array(0))).toBe("0x80");
    expect(rlp([])).toBe("0xc0");
    expect(rlp(0n)).toBe("0x80");
    expect(rlp(15n)).toBe("0x0f");
    expect(rlp(1024n)).toBe("0x820400");
    expect(rlp([[], [[]], [[], [[]]]])).toBe("0xc7c0c1c0c3c0c1c0");
    expect(rlp(utf8("Lorem ipsum dolor sit amet, consectetur adipisicing elit"))).toBe(
      `0xb838${Buffer.from("Lorem ipsum dolor sit amet, consectetur adipisicing elit").toString("hex")}`,
    );
  });
});

describe("the Ethereum block of a block", () => {
  for (const name of recordingNames("genesis")) {
    it(`has the recorded hash in ${name}`, () => {
      const genesis = recordingJson("genesis", name) as { storage: Record<Hex, Hex> };
      const block = decode(Block, fromHex(genesis.storage[keyToHex(storage.CurrentBlock.key)] as Hex));
      expect(ethereumHash(block.header)).toBe(genesis.storage[keyToHex(storage.BlockHash.at(0n).key)]);
    });
  }
});
