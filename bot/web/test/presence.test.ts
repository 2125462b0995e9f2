import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChatMessage, ConversationStatus, ServerFrame } from "../src/protocol.ts";
import { headLine } from "../src/service/presence.ts";
import { TabMemory } from "../src/session.ts";
import { type Past, Store } from "../src/store.ts";
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

function setUp(past?: Past) {
  let kept: Past = past ?? { presence: null, happenings: [] };
  const make = () =>
    new Store(
      () => undefined,
      () => undefined,
      [],
      kept,
      (now) => {
        kept = JSON.parse(JSON.stringify(now));
      },
    );
  return { store: make(), reload: make };
}

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

const JOINED = "Mette fra Borgerservice er kommet ind i samtalen. Du skriver nu med et menneske.";
const LEFT = "Mette har forladt samtalen. Nu er det robotten, der svarer dig.";

test("that a person comes and goes stands in the conversation where it happened, each once", () => {
  const { store } = setUp();
  store.receive(say(1, "citizen", "Et menneske, tak"));
  for (const frame of [state(waits), state(waits), state(has("Mette")), state(has("Mette"))])
    store.receive(frame);
  store.receive(say(2, "person", "Hej", "Mette"));
  store.receive(state(bot));
  store.receive(say(3, "assistant", "Jeg er her igen"));
  assert.deepEqual(shown(store), ["Et menneske, tak", JOINED, "Hej", LEFT, "Jeg er her igen"]);
});

test("a person whose words come before the news of them is still said to have come first", () => {
  const { store } = setUp();
  store.receive(state(waits));
  store.receive({
    type: "welcome",
    status: has("Mette"),
    messages: [message(1, "citizen", "Hallo"), message(2, "person", "Hej", "Mette")],
  });
  assert.deepEqual(shown(store), ["Hallo", JOINED, "Hej"]);
});

test("who comes back has come back after having left", () => {
  const { store } = setUp();
  store.receive(state(waits));
  store.receive(state(has("Mette")));
  store.receive(say(1, "person", "Hej", "Mette"));
  store.receive(state(bot));
  store.receive(state(has("Mette")));
  assert.deepEqual(shown(store), [
    JOINED,
    "Hej",
    LEFT,
    "Mette er kommet ind i samtalen. Du skriver nu med et menneske.",
  ]);
});

test("a conversation that is moved, and one that another takes over, say so", () => {
  const { store } = setUp();
  store.receive(state(has("Mette")));
  store.receive(state({ ...waits, waiting: { ...QUEUE, queueName: "Jobcentret" } }));
  store.receive(state(has("Omar")));
  store.receive(state({ state: "closed", person: null }));
  assert.deepEqual(shown(store).slice(1), [
    "Mette har sendt dig videre til Jobcentret. Du behøver ikke at forklare det hele igen.",
    "Omar fra Jobcentret er kommet ind i samtalen. Du skriver nu med et menneske.",
    "Omar har afsluttet samtalen.",
  ]);
  assert.equal(store.closedBy, "Omar");
});

test("leaving the queue is told, and a closing that no person made is nobody's", () => {
  const { store } = setUp();
  store.receive(state(waits));
  store.receive(state(bot));
  store.receive(state({ state: "closed" }));
  assert.deepEqual(shown(store), ["Du venter ikke længere på en medarbejder."]);
  assert.equal(store.closedBy, null);
});

test("after a reload what happened stands where it stood, and what happened meanwhile is told", () => {
  const { store, reload } = setUp();
  store.receive(say(1, "citizen", "Et menneske, tak"));
  store.receive(state(waits));
  store.receive(state(has("Mette")));
  const history = [message(1, "citizen", "Et menneske, tak"), message(2, "person", "Hej", "Mette")];
  const again = reload();
  again.receive({ type: "welcome", status: has("Mette"), messages: history }, true);
  assert.deepEqual(shown(again), ["Et menneske, tak", JOINED, "Hej"]);
  const later = reload();
  later.receive({ type: "welcome", status: bot, messages: history }, true);
  assert.deepEqual(shown(later), ["Et menneske, tak", JOINED, "Hej", LEFT]);
});

test("a page that meets a conversation for the first time does not make up that somebody just came", () => {
  const { store } = setUp();
  store.receive({ type: "welcome", status: has("Mette"), messages: [message(1, "person", "Hej", "Mette")] });
  assert.deepEqual(shown(store), ["Hej"]);
});

test("a new conversation remembers nobody of the old one", () => {
  const { store, reload } = setUp();
  store.receive(state(has("Mette")));
  store.reset();
  assert.deepEqual(shown(store), []);
  assert.equal(store.person, null);
  const again = reload();
  again.receive({ type: "welcome", status: bot, messages: [] });
  assert.deepEqual(shown(again), []);
});

test("neither a place in the queue nor a person outlives the state that it belongs to", () => {
  const { store } = setUp();
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

test("what lies in the browser's storage is only believed where it looks right", () => {
  const memory = (past: object) =>
    new TabMemory({ getItem: () => JSON.stringify(past), setItem: () => undefined }).past;
  const good = { kind: "joined", after: 1, name: "Mette", queue: "" };
  const presence = { state: "with_person", person: "Mette", queue: null };
  assert.deepEqual(memory({ presence, happenings: [good, { ...good, kind: "x" }, null, 7] }), {
    presence,
    happenings: [good],
  });
  assert.deepEqual(memory({ presence: { state: "gone" }, happenings: {} }), {
    presence: null,
    happenings: [],
  });
});

test("the downloaded conversation tells who came and went, and signs what a person wrote", () => {
  const { store } = setUp();
  store.receive(say(1, "citizen", "Et menneske, tak"));
  store.receive(state(waits));
  store.receive(state(has("Mette")));
  store.receive(say(2, "person", "Hej", "Mette"));
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
