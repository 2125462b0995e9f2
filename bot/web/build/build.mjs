// Builds the page into dist/: index.html, assets/*.js, *.css and fonts. Nothing is fetched at run time.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { iconSprite } from "./icons.mjs";
import { designSystemStyles } from "./styles.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, "dist");
const watch = process.argv.includes("--watch");

/** Writes index.html with the icon sprite and the hashed names of this build's script and style sheet. */
const writePage = {
  name: "write-page",
  setup(build) {
    build.onEnd(async (result) => {
      if (result.errors.length > 0 || !result.metafile) return;
      const outputs = Object.keys(result.metafile.outputs);
      const named = (pattern) => {
        const found = outputs.find((file) => pattern.test(file));
        if (!found) throw new Error(`The build made no file like ${pattern}`);
        return `/${path.relative(out, path.resolve(root, found))}`;
      };
      const page = await readFile(path.join(root, "src/index.html"), "utf8");
      const html = page
        .replace("<!-- icons -->", await iconSprite(page, path.join(root, "src")))
        .replace("__VOICE__", named(/voice-\w+\.js$/))
        .replace("__SCRIPT__", named(/main-\w+\.js$/))
        .replace("__STYLES__", named(/styles-\w+\.css$/));
      await writeFile(path.join(out, "index.html"), html);
      await copyFile(path.join(root, "src/favicon.svg"), path.join(out, "assets/favicon.svg"));
    });
  },
};

const options = {
  absWorkingDir: root,
  entryPoints: { main: "src/main.ts", voice: "src/voice/worklet.ts", styles: "src/styles/styles.scss" },
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
  plugins: [designSystemStyles(root), writePage],
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
