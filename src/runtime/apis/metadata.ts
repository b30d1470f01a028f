import { option, vec } from "../../codec/containers.ts";
import { u32 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { OpaqueMetadata } from "../types/substrate.ts";

/** Metadata. */
export const metadata = runtimeApi("Metadata", 2, "Metadata.", {
  metadata: query("Metadata.", {}, OpaqueMetadata),
  metadata_at_version: query("Metadata at version.", { version: u32 }, option(OpaqueMetadata)),
  metadata_versions: query("Metadata versions.", {}, vec(u32)),
});
