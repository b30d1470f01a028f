import { option, vec } from "../../codec/containers.ts";
import { u32 } from "../../codec/primitives.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { encodedMetadata, metadataVersions } from "../metadata/metadata.ts";
import { OpaqueMetadata } from "../types/substrate.ts";

/** Metadata. */
export const metadata = runtimeApi("Metadata", 2, "The description of the runtime.", {
  metadata: query(
    "Metadata of version 14.",
    {},
    OpaqueMetadata,
    (state) => encodedMetadata(runtimeOf(state), 14) as Uint8Array,
  ),
  metadata_at_version: query(
    "Metadata of a version, where there is one.",
    { version: u32 },
    option(OpaqueMetadata),
    (state, { version }) => encodedMetadata(runtimeOf(state), version),
  ),
  metadata_versions: query("The versions of metadata there are.", {}, vec(u32), () => [...metadataVersions]),
});
