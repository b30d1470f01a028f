import type { Environment } from "../../chain/environment.ts";

/** How long a thread may take to end by itself, ms. */
const patience = 500;

/** What ending needs of a thread: a `Worker` that ends when it is told so. */
interface Ending {
  postMessage(message: "end"): void;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

/** Lets a thread end in order, or ends it: one that stands still in a call of its program does not hear that it should. */
export function endThread(thread: Ending, after: Environment["after"]): Promise<void> {
  return new Promise((resolve) => {
    const cancel = after(patience, () => void thread.terminate().finally(resolve));
    thread.on("exit", () => {
      cancel();
      resolve();
    });
    thread.postMessage("end");
  });
}
