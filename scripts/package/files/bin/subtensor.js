#!/usr/bin/env node
// Runs the chain node, unless this Node.js is too old for it: words that an old one reads too.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 23 || (major === 23 && minor >= 8) || (major === 22 && minor >= 15)) import("../dist/main.js");
else {
  console.error(`subtensor: Node.js ${process.versions.node} is too old; install 22.15 or newer`);
  process.exit(1);
}
