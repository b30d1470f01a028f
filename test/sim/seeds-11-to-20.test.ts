import { describe } from "vitest";
import { testSeeds } from "./seeds.ts";

describe("nodes in one process, with faults and lies", () => testSeeds(11, 20));
