// Compiles our style sheet together with Det Fælles Designsystem's own Sass sources (package dkfds).
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import * as sass from "sass";

const SCHEME = "dkfds:";
const PALETTE = "/values/colors/_fds-colors.scss";

/**
 * Sass importer for `dkfds:` addresses.
 *
 * The design system has one fixed palette and no dark scheme. Its palette file alone is exchanged for
 * src/styles/_palette.scss, which gives the same names as CSS custom properties; everything else is used as published.
 */
function designSystem(root) {
  const sources = path.join(root, "node_modules/dkfds/src/stylesheets");
  return {
    canonicalize(address) {
      if (!address.startsWith(SCHEME)) return null;
      const name = address.slice(SCHEME.length).replace(/\/+$/, "");
      const folder = path.posix.dirname(name);
      const base = path.posix.basename(name, ".scss").replace(/^_/, "");
      const candidates = [
        `${folder}/_${base}.scss`,
        `${folder}/${base}.scss`,
        `${folder}/${base}/_index.scss`,
      ];
      const found = candidates.find((file) => isFile(path.join(sources, file)));
      return found ? new URL(SCHEME + path.posix.join("/", found)) : null;
    },
    load(canonical) {
      const name = canonical.pathname;
      const file = name === PALETTE ? path.join(root, "src/styles/_palette.scss") : path.join(sources, name);
      return { contents: readFileSync(file, "utf8"), syntax: "scss" };
    },
  };
}

function isFile(file) {
  return existsSync(file) && statSync(file).isFile();
}

/** esbuild plugin: `.scss` in, plain CSS out; esbuild then bundles the fonts and icons that it names. */
export function designSystemStyles(root) {
  return {
    name: "design-system-styles",
    setup(build) {
      build.onLoad({ filter: /\.scss$/ }, (args) => {
        const result = sass.compile(args.path, { importers: [designSystem(root)], quietDeps: true });
        const watchFiles = result.loadedUrls
          .filter((url) => url.protocol === "file:")
          .map((url) => url.pathname);
        return { contents: result.css, loader: "css", resolveDir: path.dirname(args.path), watchFiles };
      });
    },
  };
}
