// Builds the two pages into dist/: index.html (citizens), desk.html (employees), assets/*.js, *.css and fonts.
// Nothing is fetched at run time.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { iconSprite } from "./icons.mjs";
import { designSystemStyles } from "./styles.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, "dist");
const watch = process.argv.includes("--watch");

/** The pages, each with the scripts and the style sheet that it names. */
const pages = [
  { name: "index.html", script: "main", style: "styles", others: { __VOICE__: "voice" } },
  { name: "desk.html", script: "desk", style: "desk-styles", others: {} },
];

/** Writes each page with its icon sprite and the hashed names of this build's scripts and style sheet. */
const writePages = {
  name: "write-pages",
  setup(build) {
    build.onEnd(async (result) => {
      if (result.errors.length > 0 || !result.metafile) return;
      for (const page of pages) await writePage(page, result.metafile.outputs);
      await copyFile(path.join(root, "src/favicon.svg"), path.join(out, "assets/favicon.svg"));
    });
  },
};

async function writePage({ name, script, style, others }, outputs) {
  const made = (entry, kind) => {
    const found = Object.keys(outputs).find((file) =>
      path.basename(file).match(`^${entry}-[A-Z0-9]{8}.${kind}$`),
    );
    if (!found) throw new Error(`The build made no ${kind} of ${entry}`);
    return found;
  };
  const address = (file) => `/${path.relative(out, path.resolve(root, file))}`;
  const code = made(script, "js");
  const sources = Object.keys(outputs[code].inputs).map((file) => path.resolve(root, file));
  const page = await readFile(path.join(root, "src", name), "utf8");
  let html = page
    .replace("<!-- icons -->", await iconSprite(page, sources, path.join(root, "src/icons")))
    .replace("__SCRIPT__", address(code))
    .replace("__STYLES__", address(made(style, "css")));
  for (const [place, entry] of Object.entries(others)) html = html.replace(place, address(made(entry, "js")));
  await writeFile(path.join(out, name), html);
}

const options = {
  absWorkingDir: root,
  entryPoints: {
    main: "src/main.ts",
    voice: "src/voice/worklet.ts",
    styles: "src/styles/styles.scss",
    desk: "src/desk/main.ts",
    "desk-styles": "src/styles/_desk.scss",
  },
  outdir: "dist/assets",
  entryNames: "[name]-[hash]",
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file", ".svg": "dataurl" },
  bundle: true,
  minify: !watch,
  sourcemap: watch,
  metafile: true,
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  legalComments: "none",
  logLevel: "warning",
  plugins: [designSystemStyles(root), writePages],
};

await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, "assets"), { recursive: true });
if (watch) {
  const context = await esbuild.context(options);
  await context.watch();
  console.log("Watching src/ … stop with Ctrl-C");
} else {
  await esbuild.build(options);
  await copyFile(path.join(root, "node_modules/dkfds/LICENSE.md"), path.join(out, "assets/dkfds-LICENSE.md"));
  console.log("Built bot/web/dist");
}
