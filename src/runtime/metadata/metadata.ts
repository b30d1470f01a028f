import type { Codec } from "../../codec/codec.ts";
import { encode } from "../../codec/codec.ts";
import {
  MetadataV14,
  type MetadataV14Value,
  MetadataV15,
  type MetadataV15Value,
  MetadataV16,
  type MetadataV16Value,
  magic,
} from "../../metadata/codecs.ts";
import type { Runtime } from "../frame/compose.ts";
import { RuntimeCall } from "../frame/outer-codecs.ts";
import { TransactionExtensions, UncheckedExtrinsic } from "../types/block.ts";
import { Runtime as RuntimeType } from "../types/extensions.ts";
import { MultiAddress, MultiSignature } from "../types/substrate.ts";
import { deprecationOf } from "./deprecation.ts";
import { extensionMetadata, outerEnumMetadata } from "./extrinsic.ts";
import { type PalletMetadata, palletMetadata } from "./pallets.ts";
import { createRegistry, type Registry } from "./registry.ts";

/** The versions of metadata there are, oldest first. */
export const metadataVersions = [14, 15, 16] as const;

/** A pallet without what came with version 16. */
function older({
  name,
  storage,
  calls,
  event,
  constants,
  error,
  index,
}: PalletMetadata): MetadataV14Value["pallets"][number] {
  return {
    name,
    storage: storage && {
      prefix: storage.prefix,
      entries: storage.entries.map(({ deprecation: _, ...entry }) => entry),
    },
    calls: calls?.type,
    event: event?.type,
    constants: constants.map(({ deprecation: _, ...constant }) => constant),
    error: error?.type,
    index,
  };
}

function pallets(runtime: Runtime, registry: Registry, withTypes: boolean): PalletMetadata[] {
  return runtime.pallets.map((placed) => palletMetadata(placed, runtime, registry, withTypes));
}

function apis(runtime: Runtime, { idOf }: Registry): MetadataV16Value["apis"] {
  return [...runtime.apis].map((api) => ({
    name: api.name,
    methods: Object.entries(api.methods).map(([name, { inputs, output, docs, deprecated }]) => ({
      name,
      inputs: Object.entries(inputs).map(([input, { info }]) => ({ name: input, type: idOf(info) })),
      output: idOf(output.info),
      docs: [docs],
      deprecation: deprecationOf(deprecated),
    })),
    docs: [api.docs],
    version: api.version,
    deprecation: deprecationOf(undefined),
  }));
}

/** Metadata of version 14: what clients know since 2021. */
export function metadataV14(runtime: Runtime): MetadataV14Value {
  const registry = createRegistry(runtime.outer);
  const shown = pallets(runtime, registry, false).map(older);
  const extrinsic = {
    type: registry.idOf(UncheckedExtrinsic.info),
    version: 4,
    extensions: extensionMetadata(registry),
  };
  const type = registry.idOf(RuntimeType.info);
  return { magic, version: 14, types: registry.types(), pallets: shown, extrinsic, type };
}

/** Metadata of version 15: with runtime APIs. Numbers all types of pallets as version 14 does. */
export function metadataV15(runtime: Runtime): MetadataV15Value {
  const registry = createRegistry(runtime.outer);
  const shown = pallets(runtime, registry, false).map((pallet) => ({ ...older(pallet), docs: pallet.docs }));
  const { idOf } = registry;
  const extrinsic = {
    version: 4,
    address: idOf(MultiAddress.info),
    call: idOf(RuntimeCall.info),
    signature: idOf(MultiSignature.info),
    extra: idOf(TransactionExtensions.info),
    extensions: extensionMetadata(registry),
  };
  const type = idOf(RuntimeType.info);
  const shownApis = apis(runtime, registry).map(({ name, methods, docs }) => ({
    name,
    methods: methods.map(({ deprecation: _, ...method }) => method),
    docs,
  }));
  const outerEnums = outerEnumMetadata(registry, runtime.outer);
  return {
    magic,
    version: 15,
    types: registry.types(),
    pallets: shown,
    extrinsic,
    type,
    apis: shownApis,
    outerEnums,
    custom: new Map(),
  };
}

/** Metadata of version 16: with associated types, view functions, deprecations, API versions. */
export function metadataV16(runtime: Runtime): MetadataV16Value {
  const registry = createRegistry(runtime.outer);
  const shown = pallets(runtime, registry, true);
  const { idOf } = registry;
  const extensions = extensionMetadata(registry);
  const extrinsic = {
    versions: new Uint8Array([4, 5]),
    address: idOf(MultiAddress.info),
    call: idOf(RuntimeCall.info),
    signature: idOf(MultiSignature.info),
    extensionsByVersion: new Map([[0, extensions.map((_, i) => i)]]),
    extensions,
  };
  const shownApis = apis(runtime, registry);
  const outerEnums = outerEnumMetadata(registry, runtime.outer);
  return {
    magic,
    version: 16,
    types: registry.types(),
    pallets: shown,
    extrinsic,
    apis: shownApis,
    outerEnums,
    custom: new Map(),
  };
}

/** The encoded metadata of a version, `meta` in front; undefined for a version there is not. */
export function encodedMetadata(runtime: Runtime, version: number): Uint8Array | undefined {
  switch (version) {
    case 14:
      return encode(MetadataV14, metadataV14(runtime));
    case 15:
      return encode(MetadataV15, metadataV15(runtime));
    case 16:
      return encode(MetadataV16 as Codec<MetadataV16Value>, metadataV16(runtime));
    default:
      return undefined;
  }
}
