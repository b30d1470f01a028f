import { hookLoading } from "./load-hook.ts";

hookLoading();
const replay = await import("../../src/replay/replay-file.ts");

/** The replay, with all of src/ under the hook. */
export const { readRecording, replayFile } = replay;
