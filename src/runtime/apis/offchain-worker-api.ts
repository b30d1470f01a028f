import { unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { Header } from "../types/substrate.ts";

/** OffchainWorkerApi. */
export const offchainWorkerApi = runtimeApi("OffchainWorkerApi", 2, "Offchain worker api.", {
  offchain_worker: query("Offchain worker.", { header: Header }, unit),
});
