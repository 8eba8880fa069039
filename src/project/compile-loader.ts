import { build } from "esbuild";

/** What comes before all parts, as a CommonJS module's code. */
export async function compileLoader(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20.19",
    minifyWhitespace: true,
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
