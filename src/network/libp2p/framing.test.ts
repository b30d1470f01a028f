import fc from "fast-check";
import { expect, test } from "vitest";
import { concatBytes, fromHex, joinBytes } from "../../lib/bytes.ts";
import { createFrameReader, encodeFrame, type FrameFault } from "./framing.ts";

function read(limit: number, chunks: readonly Uint8Array[]) {
  const frames: Uint8Array[] = [];
  const faults: FrameFault[] = [];
  const reader = createFrameReader(limit, { frame: (bytes) => frames.push(bytes), fault: (kind) => faults.push(kind) });
  for (const chunk of chunks) reader.push(chunk);
  return { frames, faults, reader };
}

test("frames come out as they went in, however they are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 })), fc.integer({ min: 1, max: 300 }), (frames, size) => {
      const bytes = joinBytes(frames.map(encodeFrame));
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
      const { frames: out, faults, reader } = read(400, chunks);
      expect(out.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]));
      expect(faults).toEqual([]);
      expect([reader.held, reader.partial]).toEqual([0, false]);
    }),
  );
});

test("a length over the limit is a fault before a byte of the frame is held", () => {
  const { frames, faults, reader } = read(127, [
    encodeFrame(new Uint8Array(127)),
    fromHex("8001"),
    new Uint8Array(128),
  ]);
  expect(frames.length).toBe(1);
  expect(faults).toEqual(["too-long"]);
  expect(reader.held).toBe(0);
});

test("a length in more bytes than it needs, or in more than five, is a fault", () => {
  for (const bytes of ["8000", "ff8000", "ffffffffff", "8080808080"])
    expect(read(2 ** 24, [fromHex(bytes)]).faults).toEqual(["bad-length"]);
});

test("whatever bytes come, nothing is thrown and no more than one frame is held", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
      const { faults, reader } = read(50, chunks);
      expect(faults.length).toBeLessThan(2);
      expect(reader.held).toBeLessThan(50);
    }),
  );
});

test("the limit may change between two frames of one chunk, and reading may stop", () => {
  const seen: number[] = [];
  const faults: FrameFault[] = [];
  const reader = createFrameReader(2, {
    frame: (bytes) => {
      seen.push(bytes.length);
      reader.limit = 10;
      if (bytes.length === 9) reader.stop();
    },
    fault: (kind) => faults.push(kind),
  });
  reader.push(
    concatBytes(encodeFrame(new Uint8Array(2)), encodeFrame(new Uint8Array(9)), encodeFrame(new Uint8Array(3))),
  );
  expect(seen).toEqual([2, 9]);
  expect(faults).toEqual([]);
});

test("a frame is as long as it says, whatever the room that was made for it, and what a peer only promises takes none", () => {
  const taken = process.memoryUsage().arrayBuffers;
  const readers = Array.from({ length: 100 }, () => read(2 ** 24, [fromHex("80808008"), new Uint8Array(10)]).reader);
  expect(readers.map(({ held }) => held)).toEqual(new Array(100).fill(10));
  expect(process.memoryUsage().arrayBuffers - taken).toBeLessThan(2 ** 20);
  const long = new Uint8Array(5_000_000).map((_, at) => at % 251);
  const encoded = encodeFrame(long);
  const chunks = Array.from({ length: Math.ceil(encoded.length / 65_000) }, (_, at) =>
    encoded.slice(at * 65_000, (at + 1) * 65_000),
  );
  const [frame] = read(2 ** 24, chunks).frames;
  expect([frame?.length, frame?.buffer.byteLength]).toEqual([long.length, long.length]);
  expect(Buffer.compare(frame as Uint8Array, long)).toBe(0);
});
