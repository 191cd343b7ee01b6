// Builds dist/: one minified stylesheet, fonts, modules and icons for the pages; paper fonts for
// the printed forms. Text files get a .gz twin, so that the server compresses nothing twice.

import { bundle, browserslistToTargets } from "lightningcss";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import subsetFont from "subset-font";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const borrowed = (path) => join(root, "node_modules", path);

// The oldest browsers still met in communes (Windows 7 ends at Chrome 109).
const targets = browserslistToTargets(["chrome 93", "edge 93", "firefox 92", "safari 15.4"]);

// Digits and separators, and nothing else: letters of Inter would break the look of Vietnamese.
const DIGITS = "%+,-./0123456789:–−";

const TEXT_WEIGHTS = ["400", "600", "700"];
const PAPER = {
  "Tinos-Regular.ttf": "400Regular/Tinos_400Regular.ttf",
  "Tinos-Bold.ttf": "700Bold/Tinos_700Bold.ttf",
  "Tinos-Italic.ttf": "400Regular_Italic/Tinos_400Regular_Italic.ttf",
  "Tinos-BoldItalic.ttf": "700Bold_Italic/Tinos_700Bold_Italic.ttf",
};

async function stylesheet() {
  const { code } = bundle({ filename: join(root, "css/mc.css"), minify: true, targets });
  await write("mc.css", code);
}

async function fonts() {
  for (const weight of TEXT_WEIGHTS) {
    for (const subset of ["latin", "vietnamese"]) {
      const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      await copy(borrowed(`@fontsource/be-vietnam-pro/files/${name}`), `fonts/${name}`);
    }
  }
  const inter = await readFile(borrowed("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"));
  const digits = await subsetFont(inter, DIGITS, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700 } } });
  await write("fonts/digits-wght.woff2", digits);
  await copy(borrowed("@fontsource/be-vietnam-pro/LICENSE"), "fonts/be-vietnam-pro-LICENSE.txt");
  await copy(borrowed("@fontsource-variable/inter/LICENSE"), "fonts/inter-LICENSE.txt");
}

async function paperFonts() {
  for (const [name, source] of Object.entries(PAPER)) {
    await copy(borrowed(`@expo-google-fonts/tinos/${source}`), `paper-fonts/${name}`);
  }
  await copy(borrowed("@expo-google-fonts/tinos/LICENSE_FONT"), "paper-fonts/LICENSE.txt");
  await copy(borrowed("@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf"), "paper-fonts/NotoEmoji-Regular.ttf");
}

async function modules() {
  for (const name of await readdir(join(root, "js"))) {
    if (name.endsWith(".mjs") && !name.endsWith(".test.mjs")) {
      await write(name.replace(/\.mjs$/, ".js"), await source(join(root, "js", name)));
    }
  }
}

// Modules are small and stay readable; only their import names change with the extension.
async function source(path) {
  const text = await readFile(path, "utf8");
  return Buffer.from(text.replace(/(from "\.\/[\w-]+)\.mjs"/g, '$1.js"'));
}

async function write(name, bytes) {
  const path = join(dist, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  if (/\.(css|js|svg)$/.test(name)) {
    await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

async function copy(from, name) {
  await mkdir(dirname(join(dist, name)), { recursive: true });
  await cp(from, join(dist, name));
}

await rm(dist, { recursive: true, force: true });
await Promise.all([stylesheet(), fonts(), paperFonts(), modules()]);
await write("icons/favicon.svg", await readFile(join(root, "icons/favicon.svg")));
