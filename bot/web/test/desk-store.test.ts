import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrame } from "../src/desk/frames.ts";
import { mostUrgent, neighbour, sections } from "../src/desk/order.ts";
import { type Case, readCase } from "../src/desk/protocol.ts";
import { Store } from "../src/desk/store.ts";

const METTE = { id: "mette", name: "Mette" };

function made(id: string, more: object = {}): Case {
  const what = readCase({
    id,
    version: 1,
    state: "waiting",
    queue: "a",
    opened_at: "2026-11-21T10:00:00Z",
    ...more,
  });
  assert.ok(what);
  return what;
}

function setUp(...cases: object[]) {
  const events: string[] = [];
  const store = new Store({
    changed: () => undefined,
    arrived: (what) => events.push(`arrived ${what.id}`),
    ringing: (what) => events.push(`ringing ${what.id}`),
    said: (id, message) => events.push(`said ${id} ${message.seq}`),
  });
  const tell = (frame: object) => {
    const read = readFrame(JSON.stringify(frame));
    assert.ok(read, JSON.stringify(frame));
    store.receive(read);
  };
  tell({ type: "welcome", employee: METTE, cases });
  return { store, events, tell };
}

const raw = (id: string, more: object = {}) => ({ id, version: 1, state: "waiting", queue: "a", ...more });
const message = (seq: number, from = "citizen") => ({ seq, from, text: `nr. ${seq}`, time: "" });

test("an older version of a case does not undo a newer one, whichever way it comes", () => {
  const { store, tell } = setUp(raw("s"));
  tell({ type: "case", case: raw("s", { version: 3, state: "with_person", person: METTE }) });
  tell({ type: "case", case: raw("s", { version: 2 }) });
  assert.equal(store.case("s")?.state, "with_person");
});

test("a welcome is everything: what is not in it is gone, what had ended stays to be read", () => {
  const { store, tell } = setUp(
    raw("gone"),
    raw("over", { ended_at: "2026-11-21T10:00:00Z", state: "closed" }),
  );
  tell({ type: "welcome", employee: METTE, cases: [raw("new")] });
  assert.deepEqual(
    store
      .cases()
      .map((what) => what.id)
      .sort(),
    ["new", "over"],
  );
});

test("a welcome may bring a lower version, as after the gateway has lost its state", () => {
  const { store, tell } = setUp(raw("s", { version: 9, state: "with_person", person: METTE }));
  tell({ type: "welcome", employee: METTE, cases: [raw("s", { version: 2 })] });
  assert.equal(store.case("s")?.state, "waiting");
});

test("a case is told of when it comes or comes back to a queue, not at every change, and not by a welcome", () => {
  const { events, tell } = setUp(raw("old"));
  tell({ type: "case", case: raw("old", { version: 2, unread: 1 }) });
  tell({ type: "case", case: raw("new") });
  tell({ type: "case", case: raw("new", { version: 2, state: "with_person", person: METTE }) });
  tell({ type: "case", case: raw("new", { version: 3, queue: "b" }) });
  assert.deepEqual(events, ["arrived new", "arrived new"]);
});

test("a call that rings is told once, by its own frame or by a welcome", () => {
  const { events, tell } = setUp(raw("there", { ringing: true }));
  tell({ type: "case", case: raw("s", { call: "u", channel: "voice" }) });
  tell({ type: "ringing", case: raw("s", { version: 2, call: "u", channel: "voice", ringing: true }) });
  tell({ type: "case", case: raw("s", { version: 2, call: "u", channel: "voice", ringing: true }) });
  assert.deepEqual(events, ["ringing there", "arrived s", "ringing s"]);
});

test("messages are kept once and in the server's order, also when a fetch and a frame cross", () => {
  const { store, tell, events } = setUp(raw("s"));
  tell({ type: "message", case: "s", message: message(3) });
  tell({ type: "watched", case: "s", messages: [1, 2, 3].map((seq) => message(seq)), notes: [] });
  tell({ type: "message", case: "s", message: message(3) });
  assert.deepEqual(
    store.talk("s").messages.map((one) => one.seq),
    [1, 2, 3],
  );
  assert.equal(store.lastSeq("s"), 3);
  assert.deepEqual(events, ["said s 3"]);
});

test("the citizen's message ends the word that they are writing", () => {
  const { store, tell } = setUp(raw("s"));
  tell({ type: "citizen_typing", case: "s", on: true });
  assert.equal(store.talk("s").citizenTyping, true);
  tell({ type: "message", case: "s", message: message(1) });
  assert.equal(store.talk("s").citizenTyping, false);
});

test("what is not a frame, or not a case, is passed over", () => {
  for (const text of ["{", "null", '{"type":"new"}', '{"type":"case","case":{"id":"s","state":"odd"}}']) {
    assert.equal(readFrame(text), null);
  }
  const welcome = readFrame('{"type":"welcome","cases":[null,7,{"id":"s","state":"waiting"}],"queues":"x"}');
  assert.ok(welcome?.type === "welcome");
  assert.deepEqual([welcome.cases.length, welcome.queues], [1, []]);
});

test("the most urgent is on top: immediate ones first, then who has waited longest, in any time zone", () => {
  const cases = [
    made("late", { opened_at: "2026-11-21T10:30:00+01:00" }),
    made("early", { opened_at: "2026-11-21T09:00:00Z" }),
    made("now", { opened_at: "2026-11-21T10:40:00+01:00", priority: "immediate" }),
  ];
  assert.deepEqual(
    cases.sort(mostUrgent).map((what) => what.id),
    ["now", "early", "late"],
  );
});

test("the list shows the queues chosen, but one's own conversations whatever their queue", () => {
  const cases = [
    made("here"),
    made("there", { queue: "b" }),
    made("mine", { queue: "b", state: "with_person", person: METTE }),
    made("theirs", { state: "with_person", person: { id: "ole", name: "Ole" } }),
  ];
  const isMine = (what: Case) => what.person?.id === "mette";
  const shown = sections({ cases, callBacks: [], isMine }, new Set(["a"]));
  assert.deepEqual(
    [shown.mine, shown.waiting, shown.others].map((list) => list.map((what) => what.id)),
    [["mine"], ["here"], ["theirs"]],
  );
  const all = sections({ cases, callBacks: [], isMine }, new Set());
  assert.deepEqual(all.waiting.map((what) => what.id).sort(), ["here", "there"]);
});

test("the next and the previous stop at the ends of the list", () => {
  const ids = ["a", "b", "c"];
  assert.equal(neighbour(ids, null, 1), "a");
  assert.equal(neighbour(ids, "gone", -1), "c");
  assert.equal(neighbour(ids, "b", 1), "c");
  assert.equal(neighbour(ids, "c", 1), "c");
  assert.equal(neighbour(ids, "a", -1), "a");
  assert.equal(neighbour([], null, 1), null);
});

test("long gone cases are let go of, but not one that is on screen", () => {
  const over = { state: "closed", ended_at: "2026-11-21T08:00:00Z" };
  const { store } = setUp(raw("old", over), raw("shown", over), raw("waits"));
  store.prune(Date.parse("2026-11-22T08:00:00Z"), new Set(["shown"]));
  assert.deepEqual(
    store.cases().map((what) => what.id),
    ["shown", "waits"],
  );
});

test("a case whose colleague has gone is one that waits: it is told of, and stands where one takes from", () => {
  const omar = { id: "omar", name: "Omar Said" };
  const his = { version: 2, state: "with_person", person: omar };
  const { store, events, tell } = setUp(raw("s", his), raw("mine", { ...his, person: METTE, away: true }));
  const now = () =>
    sections({ cases: store.cases(), callBacks: [], isMine: (what) => store.isMine(what) }, new Set());
  assert.deepEqual(
    now().others.map((what) => what.id),
    ["s"],
  );
  tell({ type: "case", case: raw("s", { ...his, away: true }) });
  tell({ type: "case", case: raw("s", { ...his, away: true }) });
  assert.deepEqual(events, ["arrived s"]);
  assert.deepEqual(
    now().waiting.map((what) => what.id),
    ["s"],
  );
  assert.equal(now().others.length, 0);
  tell({ type: "case", case: raw("s", his) });
  assert.equal(now().waiting.length, 0);
});

test("call-backs that cannot be had now are not taken for none, and the last ones heard stay", () => {
  const { store, tell } = setUp();
  assert.equal(store.callBacksKnown, null);
  tell({ type: "call_backs", call_backs: [{ id: "t-1", queue: "a", status: "waiting" }] });
  assert.equal(store.callBacksKnown, true);
  tell({ type: "call_backs", call_backs: null });
  assert.equal(store.callBacksKnown, false);
  tell({ type: "welcome", employee: METTE, cases: [], call_backs: null });
  assert.deepEqual(
    store.callBacks.map((one) => one.id),
    ["t-1"],
  );
});
