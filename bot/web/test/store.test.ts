import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChatMessage } from "../src/protocol.ts";
import type { Outgoing } from "../src/session.ts";
import { type Change, Store } from "../src/store.ts";

function message(seq: number, from: ChatMessage["from"], text: string, clientId?: string): ChatMessage {
  return { seq, from, time: "", part: { type: "text", text }, ...(clientId ? { clientId } : {}) };
}

function setUp(outbox: Outgoing[] = []) {
  const changes: Change[] = [];
  let remembered: readonly Outgoing[] = outbox;
  const store = new Store(
    (change) => changes.push(change),
    (kept) => {
      remembered = [...kept];
    },
    outbox,
  );
  return { store, changes, remembered: () => remembered.map((item) => item.clientId) };
}

const shown = (store: Store) => store.entries().map((entry) => [entry.part.text, entry.delivery]);

test("a message is shown at once and keeps its place and key when the server confirms it", () => {
  const { store } = setUp();
  store.enqueue({ clientId: "a", text: "Hej", time: "" });
  const key = store.entries()[0]?.key;
  assert.deepEqual(shown(store), [["Hej", "sending"]]);
  store.receive({ type: "message", message: message(1, "citizen", "Hej", "a") });
  assert.deepEqual(shown(store), [["Hej", "delivered"]]);
  assert.equal(store.entries()[0]?.key, key);
});

test("a message that comes twice, over a socket and over http, is shown once", () => {
  const { store } = setUp();
  const answer = message(2, "assistant", "Svar");
  store.receive({ type: "message", message: answer });
  store.receive({ type: "welcome", status: {}, messages: [message(1, "citizen", "Hej", "a"), answer] });
  assert.deepEqual(
    store.entries().map((entry) => entry.seq),
    [1, 2],
  );
  assert.equal(store.lastSeq, 2);
});

test("unsent messages are remembered across a reload and forgotten once confirmed", () => {
  const { store, remembered } = setUp([{ clientId: "old", text: "Fra før", time: "" }]);
  store.enqueue({ clientId: "new", text: "Nu", time: "" });
  assert.deepEqual(remembered(), ["old", "new"]);
  store.receive({ type: "message", message: message(1, "citizen", "Fra før", "old") });
  assert.deepEqual(remembered(), ["new"]);
});

test("a refused message says why, is not sent by itself, and keeps its id when sent again", () => {
  const { store } = setUp();
  store.enqueue({ clientId: "a", text: "Hej", time: "" });
  store.receive({ type: "error", code: "too_many", text: "Vent lidt.", clientId: "a" });
  assert.equal(store.entries()[0]?.problem, "Vent lidt.");
  assert.deepEqual(store.unsent(), []);
  assert.equal(store.retry("a")?.clientId, "a");
  assert.equal(store.unsent().length, 1);
});

test("what plain http has answered is not sent again, and is not lost from the screen before it is read back", () => {
  const { store, remembered } = setUp();
  store.enqueue({ clientId: "a", text: "Hej", time: "" });
  store.delivered("a");
  assert.deepEqual(store.unsent(), []);
  assert.deepEqual(remembered(), []);
  assert.deepEqual(shown(store), [["Hej", "delivered"]]);
  store.receive({ type: "welcome", status: {}, messages: [message(1, "citizen", "Hej", "a")] });
  assert.deepEqual(shown(store), [["Hej", "delivered"]]);
});

test("only history that the reader has met before comes as restored", () => {
  const first = setUp();
  first.store.receive({ type: "welcome", status: {}, messages: [message(1, "assistant", "Hej")] }, false);
  assert.deepEqual(first.changes, ["messages", "status"]);
  const again = setUp();
  again.store.receive({ type: "welcome", status: {}, messages: [message(1, "assistant", "Hej")] }, true);
  assert.deepEqual(again.changes, ["restored", "status"]);
  again.store.receive({ type: "welcome", status: {}, messages: [message(2, "assistant", "Nyt")] }, true);
  assert.deepEqual(again.changes.slice(2), ["messages", "status"]);
});

test("a new conversation starts empty and hands back what was never sent", () => {
  const { store } = setUp();
  store.receive({
    type: "welcome",
    status: { identity: "mitid", state: "closed" },
    messages: [message(1, "assistant", "Hej")],
  });
  store.enqueue({ clientId: "a", text: "Usendt", time: "" });
  assert.deepEqual(
    store.reset().map((item) => item.text),
    ["Usendt"],
  );
  assert.deepEqual(
    [store.entries().length, store.lastSeq, store.identity, store.state],
    [0, 0, "none", "bot"],
  );
});
