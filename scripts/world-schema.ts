// Writes schemas/world.schema.json, the JSON Schema of world files, from the shapes that the reader uses.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { worldSchema } from "../src/dev/worlds/world-shape.ts";

const file = fileURLToPath(new URL("../schemas/world.schema.json", import.meta.url));
mkdirSync(fileURLToPath(new URL("../schemas/", import.meta.url)), { recursive: true });
writeFileSync(file, `${JSON.stringify(worldSchema(), undefined, 2)}\n`);
console.log(`wrote ${file}`);
