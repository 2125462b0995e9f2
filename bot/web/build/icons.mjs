// Collects the icons that the page and the scripts name into one inline SVG sprite.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * Returns `<svg class="hide-base-svg">` with one `<symbol id="icon-name">` for each icon used.
 *
 * An icon is used where the HTML says `href="#icon-name"` or a script says `icon("name")`. Our own in src/icons come
 * before the design system's.
 */
export async function iconSprite(page, sourceFolder) {
  const names = new Set(matches(page, /href="#icon-([a-z-]+)"/g));
  for (const file of await readdir(sourceFolder, { recursive: true })) {
    if (!file.endsWith(".ts")) continue;
    const script = await readFile(path.join(sourceFolder, file), "utf8");
    for (const name of matches(script, /\bicon\("([a-z-]+)"/g)) names.add(name);
  }
  const own = path.join(sourceFolder, "icons");
  const theirs = path.join(path.dirname(sourceFolder), "node_modules/dkfds/src/img/svg-icons");
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
