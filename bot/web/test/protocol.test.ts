import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrame, readMessage, readPart } from "../src/protocol.ts";

test("a part of an unknown kind is shown as the text that it carries", () => {
  assert.deepEqual(readPart({ type: "hologram", text: "Hej" }), { type: "text", text: "Hej" });
  assert.equal(readPart({ type: "hologram" }), null);
});

test("fields of the wrong type are dropped rather than shown as objects", () => {
  const part = readPart({
    type: "buttons",
    text: 7,
    buttons: ["x", { title: "Ja" }, { text: "uden titel" }],
  });
  assert.deepEqual(part, { type: "buttons", buttons: [{ title: "Ja", text: "Ja" }] });
});

test("a handoff says where to; how long it takes is told where that is kept up", () => {
  const part = readPart({
    type: "handoff",
    text: "x",
    queue: { id: "b", name: "Borgerservice" },
    wait_minutes: 4,
  });
  assert.deepEqual(part, { type: "handoff", text: "x", queue: "Borgerservice", topics: [] });
});

test("a message without a number or with a stranger as its sender is refused", () => {
  assert.equal(readMessage({ from: "citizen", text: "Hej" }), null);
  assert.equal(readMessage({ seq: 1, from: "admin", text: "Hej" }), null);
});

test("what is not a frame is null, never an exception", () => {
  for (const text of [
    "",
    "{",
    "[]",
    "null",
    "7",
    '{"type":"surprise"}',
    '{"type":"message","message":null}',
  ]) {
    assert.equal(readFrame(text), null);
  }
});

test("a welcome carries the state, the limit and the missed messages", () => {
  const conversation = {
    id: "c",
    state: "with_person",
    identity: { level: "mitid" },
    expects: null,
    max_chars: 2000,
  };
  const messages = [{ seq: 3, from: "person", time: "t", text: "Hej" }, { seq: "bad" }];
  assert.deepEqual(readFrame(JSON.stringify({ type: "welcome", conversation, messages })), {
    type: "welcome",
    id: "c",
    status: { state: "with_person", identity: "mitid", expects: null, maxChars: 2000 },
    messages: [{ seq: 3, from: "person", time: "t", part: { type: "text", text: "Hej" } }],
  });
});
