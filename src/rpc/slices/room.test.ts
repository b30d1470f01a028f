import { expect, it } from "vitest";
import { createRoom } from "./room.ts";

it("a room lets in so many, then who waited longest, and keeps no place for who went away", async () => {
  const room = createRoom(1);
  expect(room.enter().next().done).toBe(true);
  const [second, gone, called, last] = Array.from({ length: 4 }, () => room.enter());
  const [turn, , calledTurn] = [second, gone, called, last].map((one) => one?.next().value);
  gone?.return();
  room.leave();
  await turn;
  expect(second?.next().done).toBe(true);
  room.leave();
  await calledTurn;
  // It was called and ended before it came in: its place goes to the next.
  called?.return();
  expect(last?.next().done).toBe(true);
  room.leave();
  expect(room.enter().next().done).toBe(true);
  expect(room.enter().next().done).toBe(false);
});

it("a room that is closed lets nobody in until it opens", async () => {
  const room = createRoom(2);
  room.close(true);
  const [one, two, three] = Array.from({ length: 3 }, () => room.enter());
  const turns = [one, two, three].map((work) => work?.next().value);
  room.close(false);
  await Promise.all(turns.slice(0, 2));
  expect([one?.next().done, two?.next().done]).toEqual([true, true]);
  room.close(true);
  room.leave();
  room.close(false);
  await turns[2];
  expect(three?.next().done).toBe(true);
});
