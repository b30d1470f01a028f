import { unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { Header } from "../types/substrate.ts";

/** OffchainWorkerApi. */
export const offchainWorkerApi = runtimeApi("OffchainWorkerApi", 2, "Work beside the chain.", {
  offchain_worker: query("Runs what is to be done beside the chain after a block.", { header: Header }, unit),
});
