import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { Trap } from "../../wasm/memory.ts";
import type { OffchainAnswers, OffchainQuestion, OffchainReply } from "./messages.ts";

/** Asks the node something, and stands still until it has answered. @throws Trap where the node says so */
export type AskNode = <Q extends OffchainQuestion>(question: Q) => OffchainAnswers[Q["ask"]];

/** @param flag what the node sets and wakes this thread by once its answer lies in the port */
export function createAskNode(port: MessagePort, flag: Int32Array): AskNode {
  return <Q extends OffchainQuestion>(question: Q) => {
    Atomics.store(flag, 0, 0);
    port.postMessage(question);
    for (;;) {
      Atomics.wait(flag, 0, 0);
      const received = receiveMessageOnPort(port) as { readonly message: OffchainReply } | undefined;
      if (received === undefined) continue;
      if ("trap" in received.message) throw new Trap(received.message.trap);
      return received.message.value as OffchainAnswers[Q["ask"]];
    }
  };
}
