import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, selectionOf } from "../src/desk/address.ts";
import { telephone } from "../src/desk/call_back_view.ts";
import { DeskMemory } from "../src/desk/memory.ts";
import { readCase, readNote } from "../src/desk/protocol.ts";
import { duration, GatewayClock, localOf, momentOf, spoken, weekdayTime } from "../src/desk/time.ts";

function shelf(start: Record<string, string> = {}) {
  const kept = new Map(Object.entries(start));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test("a wait is shown in seconds while it is short and in hours when it is long", () => {
  assert.deepEqual([-5, 0, 7.9, 60, 3_599, 3_600, 3_900, 200_000].map(duration), [
    "0:00",
    "0:00",
    "0:07",
    "1:00",
    "59:59",
    "1 t 0 min",
    "1 t 5 min",
    "2 døgn",
  ]);
  assert.deepEqual([10, 60, 119, 120, 3_600, 7_300, 172_800].map(spoken), [
    "under 1 minut",
    "1 minut",
    "1 minut",
    "2 minutter",
    "1 time",
    "2 timer",
    "2 døgn",
  ]);
});

test("waits run by the gateway's clock, whatever the computer says", () => {
  let wall = Date.parse("2020-01-01T00:00:00Z");
  const clock = new GatewayClock(() => wall);
  clock.set("2026-11-21T10:00:00+01:00");
  wall += 5_000;
  assert.equal(clock.since("2026-11-21T09:00:00Z"), 5);
  clock.set(null);
  assert.equal(clock.since("2026-11-21T09:00:00Z"), 5);
  assert.equal(clock.since("not a time"), 0);
  assert.equal(clock.since("2026-11-21T12:00:00Z"), 0);
});

test("a time in a field is Copenhagen's, in winter, in summer and across the change", () => {
  assert.equal(momentOf("2026-01-10T12:00"), "2026-01-10T11:00:00.000Z");
  assert.equal(momentOf("2026-07-10T12:00"), "2026-07-10T10:00:00.000Z");
  assert.equal(momentOf("2026-03-29T01:59"), "2026-03-29T00:59:00.000Z");
  assert.equal(momentOf("2026-03-29T03:00"), "2026-03-29T01:00:00.000Z");
  assert.equal(momentOf(""), null);
  for (const local of ["2026-01-10T12:00", "2026-07-10T23:59", "2026-10-25T12:00"]) {
    assert.equal(localOf(Date.parse(momentOf(local) ?? "")), local);
  }
  assert.equal(weekdayTime("2026-11-23T07:00:00Z"), "mandag kl. 08.00");
  assert.equal(weekdayTime(null), "");
});

test("a number is a link only where it is one", () => {
  assert.deepEqual(telephone("+45 20 12 34 56"), { shown: "20 12 34 56", href: "tel:+4520123456" });
  assert.deepEqual(telephone("20123456"), { shown: "20 12 34 56", href: "tel:20123456" });
  assert.deepEqual(telephone("+46 70 123 45 67"), { shown: "+46 70 123 45 67", href: "tel:+46701234567" });
  for (const text of ["", "javascript:alert(1)", "20123456;ext=1", "hemmeligt", "+", "*21*20123456#"]) {
    assert.equal(telephone(text).href, null);
  }
});

test("which case is open can be read back from the address, whatever its id looks like", () => {
  for (const selection of [
    { kind: "case", id: "s-1" },
    { kind: "call_back", id: "b/1 #æ%" },
  ] as const) {
    assert.deepEqual(selectionOf(hashOf(selection)), selection);
  }
  for (const hash of ["", "#", "#sag/", "#sag/%", "#andet/1"]) assert.equal(selectionOf(hash), null);
});

test("drafts, unsent words and what is read survive a reload", () => {
  const [tab, browser] = [shelf(), shelf()];
  const before = new DeskMemory(tab, browser);
  before.belongsTo("mette");
  before.setDraft("message:s", "Hej");
  before.outbox = [{ clientId: "a", case: "s", kind: "note", text: "x", time: "" }];
  before.setSeen("s", 4);
  before.choose({ queues: ["a"], sound: true });
  const after = new DeskMemory(tab, browser);
  assert.equal(after.belongsTo("mette"), false);
  assert.equal(after.draft("message:s"), "Hej");
  assert.equal(after.outbox.length, 1);
  assert.equal(after.seen("s"), 4);
  assert.deepEqual([after.choices.queues, after.choices.sound, after.choices.notify], [["a"], true, false]);
});

test("another employee in the same tab gets none of the words", () => {
  const tab = shelf();
  const before = new DeskMemory(tab, shelf());
  before.belongsTo("mette");
  before.setDraft("message:s", "Hej");
  const after = new DeskMemory(tab, shelf());
  assert.equal(after.belongsTo("ole"), true);
  assert.equal(after.draft("message:s"), "");
  assert.deepEqual(after.drafts(), []);
});

test("one who logs out leaves no words behind", () => {
  const memory = new DeskMemory(shelf(), shelf());
  memory.belongsTo("mette");
  memory.setDraft("note:s", "Hej");
  memory.forget();
  assert.deepEqual(memory.drafts(), []);
});

test("rubbish in the storage, or a storage that refuses, is an empty memory with sound and notes off", () => {
  const refusing = {
    getItem: (): string => {
      throw new Error("forbidden");
    },
    setItem: (): void => {
      throw new Error("forbidden");
    },
  };
  const rubbish = {
    "indgang.desk": '{"drafts":7,"outbox":"x","seen":[]}',
    "indgang.desk.choices": '{"sound":1}',
  };
  for (const memory of [new DeskMemory(refusing, refusing), new DeskMemory(shelf(rubbish), shelf(rubbish))]) {
    assert.equal(memory.draft("message:s"), "");
    assert.deepEqual(memory.outbox, []);
    assert.equal(memory.seen("s"), null);
    assert.deepEqual(
      [memory.choices.sound, memory.choices.notify, memory.choices.shortcuts],
      [false, false, true],
    );
    memory.setDraft("message:s", "Hej");
    assert.equal(memory.draft("message:s"), "Hej");
  }
});

test("a case is read with what it has, and fields of the wrong type are left out", () => {
  const what = readCase({
    id: "s",
    state: "waiting",
    priority: "immediate",
    topics: [{ intent: "mitid", facts: { Fejl: 102, Tom: "", Sand: true } }, "bioposer", 7],
    failed: ["a", null],
    person: { name: "uden id" },
    outcome: "andet",
  });
  assert.ok(what);
  assert.equal(what.immediate, true);
  assert.deepEqual(
    what.topics.map((topic) => topic.title),
    ["mitid", "bioposer"],
  );
  assert.deepEqual(what.topics[0]?.facts, [{ label: "Fejl", value: "102" }]);
  assert.deepEqual([what.failed, what.person, what.outcome], [["a"], null, null]);
  assert.equal(readNote({ text: "uden nummer" }), null);
});
