// Collects the icons that a page and its scripts name into one inline SVG sprite.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const theirs = fileURLToPath(new URL("../node_modules/dkfds/src/img/svg-icons", import.meta.url));

/**
 * Returns `<svg class="hide-base-svg">` with one `<symbol id="icon-name">` for each icon used.
 *
 * An icon is used where the HTML says `href="#icon-name"` or one of the page's scripts says `icon("name")`. Our own in
 * the folder `own` come before the design system's.
 */
export async function iconSprite(page, scripts, own) {
  const names = new Set(matches(page, /href="#icon-([a-z-]+)"/g));
  for (const file of scripts) {
    for (const name of matches(await readFile(file, "utf8"), /\bicon\("([a-z-]+)"/g)) names.add(name);
  }
  const ours = new Set(await readdir(own));
  const folder = (name) => (ours.has(`${name}.svg`) ? own : theirs);
  const symbols = await Promise.all([...names].sort().map((name) => symbol(folder(name), name)));
  return `<svg class="hide-base-svg" aria-hidden="true" focusable="false">${symbols.join("")}</svg>`;
}

async function symbol(folder, name) {
  const svg = await readFile(path.join(folder, `${name}.svg`), "utf8");
  const viewBox = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? "0 0 24 24";
  const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="icon-${name}" viewBox="${viewBox}">${shapes.trim()}</symbol>`;
}

function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((found) => found[1]);
}
