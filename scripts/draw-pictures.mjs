// Draws the pictures in docs/ from dags/; a test fails where they are not current.
// usage: node scripts/draw-pictures.mjs
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

// tsx reads the tsconfig.json of the working directory.
process.chdir(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
register();
const { drawPictures, PICTURE_FOLDER } = await import("../test/docs/pictures.ts");

const pictures = await drawPictures();
mkdirSync(PICTURE_FOLDER, { recursive: true });
for (const file of readdirSync(PICTURE_FOLDER)) rmSync(path.join(PICTURE_FOLDER, file));
for (const [file, text] of pictures) writeFileSync(path.join(PICTURE_FOLDER, file), text);
console.error(`docs/pictures: ${pictures.size} pictures`);
