import type { BuildOptions } from "esbuild";

/** How all parts are bundled: as ES modules that share what they share, to become CommonJS one by one. */
export const PART_OPTIONS = {
  entryNames: "airgo-part-[hash]",
  chunkNames: "airgo-part-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  // CommonJS has no await at the top level; refused here, the place is the user's own.
  supported: { "top-level-await": false },
  define: {
    "import.meta.url": "$airgo.url",
    "import.meta.filename": "__filename",
    "import.meta.dirname": "__dirname",
  },
  sourcemap: "external",
  sourcesContent: false,
  metafile: true,
  write: false,
  logLevel: "silent",
} as const satisfies BuildOptions;
