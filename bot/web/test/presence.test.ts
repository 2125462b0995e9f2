import assert from "node:assert/strict";
import { test } from "node:test";
import { inTurns } from "../src/names.ts";
import type { ChatMessage, ConversationStatus, ServerFrame } from "../src/protocol.ts";
import { headLine } from "../src/service/presence.ts";
import { Store } from "../src/store.ts";
import { transcript } from "../src/transcript.ts";

const QUEUE = {
  queueName: "Borgerservice",
  position: 1,
  waitMinutes: 4,
  isOpen: true,
  opensAt: null,
  staffed: true,
  asOf: null,
};
const waits: ConversationStatus = { state: "waiting_for_person", waiting: QUEUE, person: null };
const has = (name: string): ConversationStatus => ({ state: "with_person", waiting: null, person: { name } });
const bot: ConversationStatus = { state: "bot", waiting: null, person: null };

const newStore = () =>
  new Store(
    () => undefined,
    () => undefined,
  );

const message = (seq: number, from: ChatMessage["from"], text: string, personName?: string): ChatMessage => ({
  seq,
  from,
  time: "2026-11-20T09:05:00Z",
  ...(personName ? { personName } : {}),
  part: { type: "text", text },
});
const say = (...args: Parameters<typeof message>): ServerFrame => ({
  type: "message",
  message: message(...args),
});
const state = (status: ConversationStatus): ServerFrame => ({ type: "state", status });
const shown = (store: Store) => store.entries().map((entry) => entry.part.text);

const JOINED = "Hej, du skriver nu med Mette.";

test("who comes and goes is told by the gateway alone, however the news of it crosses", () => {
  const store = newStore();
  store.receive(say(1, "citizen", "Et menneske, tak"));
  for (const frame of [state(waits), state(has("Mette")), say(2, "system", JOINED), state(has("Mette"))])
    store.receive(frame);
  store.receive({ type: "welcome", status: bot, messages: [message(2, "system", JOINED)] });
  store.receive(state({ state: "closed" }));
  assert.deepEqual(shown(store), ["Et menneske, tak", JOINED]);
});

test("the person is known from the state before they have written, and by their words after", () => {
  const store = newStore();
  store.receive(state(has("Mette")));
  assert.equal(store.personName, "Mette");
  store.receive(say(1, "person", "Hej", "Mette"));
  store.receive(state({ state: "with_person", person: { name: "" } }));
  assert.equal(store.personName, "Mette");
});

test("a new conversation remembers nobody of the old one", () => {
  const store = newStore();
  store.receive(say(1, "person", "Hej", "Mette"));
  store.receive(state(has("Mette")));
  store.reset();
  assert.deepEqual(shown(store), []);
  assert.equal(store.person, null);
  assert.equal(store.personName, "");
});

test("neither a place in the queue nor a person outlives the state that it belongs to", () => {
  const store = newStore();
  store.receive(state(waits));
  store.receive(state({ state: "with_person", person: { name: "Mette" } }));
  assert.equal(store.waiting, null);
  store.receive({ type: "typing", on: true, from: "person" });
  store.receive(state({ state: "bot" }));
  assert.equal(store.person, null);
  assert.equal(store.typing, false);
});

test("the head of the chat never calls a robot a person, nor a person a robot", () => {
  const line = (state: ConversationStatus["state"] & string, person: string | null) =>
    headLine({ state, person, queue: null });
  assert.match(line("bot", null), /robot/);
  assert.match(line("waiting_for_person", null), /Robot/);
  assert.match(line("with_person", "Mette"), /Mette.*menneske/);
  assert.doesNotMatch(line("with_person", ""), /robot/i);
});

test("what was said while the reader was away is told by name, and word of who came in nobody's", () => {
  const text = (from: ChatMessage["from"], words: string, name?: string) => ({
    from,
    part: { type: "text", text: words } as const,
    ...(name ? { name } : {}),
  });
  const missed = [
    text("system", JOINED),
    text("person", "Hej.", "Mette"),
    text("person", "Jeg ser på det.", "Mette"),
    text("assistant", "Jeg er her igen."),
  ];
  assert.equal(
    inTurns(missed),
    `${JOINED} Mette, medarbejder: Hej. Jeg ser på det. Assistenten: Jeg er her igen.`,
  );
  assert.equal(inTurns([]), "");
});

test("the downloaded conversation tells who came and went, and signs what a person wrote", () => {
  const store = newStore();
  store.receive(say(1, "citizen", "Et menneske, tak"));
  store.receive(say(2, "system", JOINED));
  store.receive(say(3, "person", "Hej", "Mette"));
  const lines = transcript(store.entries(), new Date("2026-11-20T12:00:00Z")).split("\r\n");
  assert.deepEqual(lines.slice(2), [
    "",
    "Du, kl. 10.05",
    "Et menneske, tak",
    "",
    `– ${JOINED}`,
    "",
    "Mette, medarbejder, kl. 10.05",
    "Hej",
    "",
  ]);
});
