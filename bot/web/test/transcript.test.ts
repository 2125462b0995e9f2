import assert from "node:assert/strict";
import { test } from "node:test";
import { atClock } from "../src/clock.ts";
import type { Entry } from "../src/store.ts";
import { transcript } from "../src/transcript.ts";

test("times are Copenhagen's, written as Danes write them", () => {
  assert.equal(atClock("2026-11-21T09:05:00Z"), "kl. 10.05");
  assert.equal(atClock("2026-07-01T08:05:00Z"), "kl. 10.05");
  assert.equal(atClock("not a time"), "");
});

test("the downloaded conversation tells who said what, with receipts and their numbers", () => {
  const entries: Entry[] = [
    {
      key: "1",
      from: "citizen",
      time: "2026-11-21T09:05:00Z",
      part: { type: "text", text: "Byvej 54" },
      delivery: "delivered",
    },
    {
      key: "2",
      from: "assistant",
      time: "2026-11-21T09:05:00Z",
      part: {
        type: "receipt",
        text: "Vi sender bioposer til dig.",
        title: "Bioposer er bestilt",
        number: "BIO-1",
        facts: [{ label: "Adresse", value: "Byvej 54" }],
      },
      delivery: "delivered",
    },
  ];
  assert.equal(
    transcript(entries, new Date("2026-11-21T12:00:00Z")),
    [
      "Samtale med kommunens digitale assistent",
      "21. november 2026",
      "",
      "Du, kl. 10.05",
      "Byvej 54",
      "",
      "Assistenten, kl. 10.05",
      "Vi sender bioposer til dig.",
      "Bioposer er bestilt",
      "Adresse: Byvej 54",
      "Kvitteringsnummer: BIO-1",
      "",
    ].join("\r\n"),
  );
});
