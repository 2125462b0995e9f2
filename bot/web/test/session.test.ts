import assert from "node:assert/strict";
import { test } from "node:test";
import { TabMemory } from "../src/session.ts";

function storage(start: string | null = null) {
  let kept = start;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

test("the key, whether the chat is open, and the unsent messages survive a reload", () => {
  const shared = storage();
  const before = new TabMemory(shared);
  before.session = { id: "c", token: "t" };
  before.open = true;
  before.outbox = [{ clientId: "a", text: "Hej", time: "" }];
  const after = new TabMemory(shared);
  assert.deepEqual(after.session, { id: "c", token: "t" });
  assert.equal(after.open, true);
  assert.deepEqual(after.outbox, [{ clientId: "a", text: "Hej", time: "" }]);
});

test("rubbish in the storage, or a storage that refuses, is an empty memory", () => {
  for (const rubbish of ["{", "null", "7", '{"id":7,"outbox":"x"}']) {
    const memory = new TabMemory(storage(rubbish));
    assert.equal(memory.session, null);
    assert.deepEqual(memory.outbox, []);
  }
  const refusing = new TabMemory({
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("forbidden");
    },
  });
  refusing.open = true;
  assert.equal(refusing.open, false);
});
