#!/usr/bin/env node
// Any Node can read this far, so that one that is too old is told so.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`error[usage]: airgo needs Node 20.19 or newer, and this is ${process.versions.node}
  hint: install a newer one: https://nodejs.org`);
  process.exitCode = 2;
} else {
  import("../lib/npm/main.js").then(({ main }) => main());
}
