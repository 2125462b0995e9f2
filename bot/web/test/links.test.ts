import assert from "node:assert/strict";
import { test } from "node:test";
import { safeLink } from "../src/links.ts";

const PAGE = "http://127.0.0.1:8080/?chat=1";

test("https links to other sites are opened as external", () => {
  assert.deepEqual(safeLink("https://www.borger.dk/", PAGE), {
    href: "https://www.borger.dk/",
    external: true,
  });
});

test("pages of the same site are links, also over plain http", () => {
  assert.deepEqual(safeLink("/login?ticket=1", PAGE), {
    href: "http://127.0.0.1:8080/login?ticket=1",
    external: false,
  });
});

for (const url of [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:http://127.0.0.1:8080/1",
  "http://elsewhere.dk/",
  "//elsewhere.dk/",
  "https://www.kk.dk@elsewhere.dk/",
  "http://[broken",
  "",
  "   ",
]) {
  test(`${JSON.stringify(url)} never becomes a link`, () => {
    assert.equal(safeLink(url, PAGE), null);
  });
}
