/** Which addresses from an answer may become a link: https anywhere, or a page of this site. */

export interface SafeLink {
  href: string;
  external: boolean;
}

/** Returns the address to link to, or null where it must stay plain text (`javascript:`, `data:`, http elsewhere …). */
export function safeLink(url: string, page: string): SafeLink | null {
  if (/\p{Cc}/u.test(url) || url.trim() === "") return null;
  let target: URL;
  let here: URL;
  try {
    here = new URL(page);
    target = new URL(url, here);
  } catch {
    return null;
  }
  if (target.username !== "" || target.password !== "") return null;
  const external = target.origin !== here.origin;
  if (target.protocol === "https:") return { href: target.href, external };
  if (!external && target.protocol === "http:") return { href: target.href, external: false };
  return null;
}
