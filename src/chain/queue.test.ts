import { expect, it } from "vitest";
import { createTaskQueue, QueueClosed } from "./queue.ts";

it("runs tasks in order, also after one that failed, and tells of each error", async () => {
  const errors: unknown[] = [];
  const queue = createTaskQueue((error) => errors.push(error));
  const bad = new Error("bad");
  const done: number[] = [];
  const first = queue.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push(1);
    throw bad;
  });
  const second = queue.run(async () => done.push(2));
  await expect(first).rejects.toBe(bad);
  await second;
  expect(done).toEqual([1, 2]);
  expect(errors).toEqual([bad]);
});

it("finishes what waits when it is closed", async () => {
  const queue = createTaskQueue();
  const waiting = queue.run(async () => "done");
  await queue.close();
  expect(await waiting).toBe("done");
  await expect(queue.run(async () => 1)).rejects.toBeInstanceOf(QueueClosed);
});

it("begins nothing after it was abandoned", async () => {
  const queue = createTaskQueue(() => queue.abandon());
  const done: string[] = [];
  const first = queue.run(async () => {
    throw new Error("bad");
  });
  const second = queue.run(async () => done.push("second"));
  await expect(first).rejects.toThrow("bad");
  await expect(second).rejects.toBeInstanceOf(QueueClosed);
  expect(done).toEqual([]);
});
