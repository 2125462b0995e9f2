import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrame, readMessage, readPart, readStatus } from "../src/protocol.ts";

const WAITING = {
  queue: "borgerservice",
  queue_name: "Borgerservice",
  position: 2,
  wait_minutes: 8,
  is_open: true,
  opens_at: null,
  staffed: true,
  as_of: "2026-11-20T10:00:00+01:00",
};

test("the place in the queue is read, and what is of the wrong type in it becomes unknown", () => {
  assert.deepEqual(readStatus({ waiting: WAITING }).waiting, {
    queueName: "Borgerservice",
    position: 2,
    waitMinutes: 8,
    isOpen: true,
    opensAt: null,
    staffed: true,
    asOf: "2026-11-20T10:00:00+01:00",
  });
  const odd = { queue_name: 7, position: "2", wait_minutes: -1, is_open: "ja", opens_at: 8, staffed: null };
  assert.deepEqual(readStatus({ waiting: odd }).waiting, {
    queueName: "",
    position: null,
    waitMinutes: null,
    isOpen: true,
    opensAt: null,
    staffed: true,
    asOf: null,
  });
  for (const position of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, null, []]) {
    assert.equal(readStatus({ waiting: { ...WAITING, position } }).waiting?.position, null);
  }
});

test("nobody waiting, nobody there and no banner are told apart from a frame that does not say", () => {
  assert.deepEqual(readStatus({ waiting: null, person: null, banner: null }), {
    waiting: null,
    person: null,
    banner: null,
  });
  assert.deepEqual(readStatus({ waiting: 7, person: "Mette", banner: ["x"] }), {});
});

test("a person is known by name, and may be nameless", () => {
  assert.deepEqual(readStatus({ person: { name: " Mette ", id: "u1" } }).person, { name: "Mette" });
  assert.deepEqual(readStatus({ person: { name: 7 } }).person, { name: "" });
});

test("a banner without words is none, and one of an unknown level does not interrupt", () => {
  const frame = (banner: unknown) => readFrame(JSON.stringify({ type: "banner", banner }));
  assert.deepEqual(frame({ id: "b", text: "Vandet er lukket.", level: "danger" }), {
    type: "banner",
    banner: { id: "b", text: "Vandet er lukket.", level: "danger" },
  });
  for (const nothing of [null, undefined, 7, {}, { text: "  " }, { text: 7 }]) {
    assert.deepEqual(frame(nothing), { type: "banner", banner: null });
  }
  assert.deepEqual(frame({ text: "Vandet er lukket.", level: "catastrophe" }), {
    type: "banner",
    banner: { id: "", text: "Vandet er lukket.", level: "warning" },
  });
});

test("only a person's message carries a name, so that nobody else can sign as one", () => {
  const message = { seq: 1, time: "t", text: "Hej", name: "Mette" };
  assert.equal(readMessage({ ...message, from: "person" })?.personName, "Mette");
  for (const from of ["assistant", "system", "citizen"]) {
    assert.equal(readMessage({ ...message, from })?.personName, undefined);
  }
  assert.equal(readMessage({ ...message, from: "person", name: 7 })?.personName, undefined);
});

test("typing says whether it is a person who writes", () => {
  assert.deepEqual(readFrame('{"type":"typing","on":true,"from":"person"}'), {
    type: "typing",
    on: true,
    from: "person",
  });
  assert.deepEqual(readFrame('{"type":"typing","on":true,"from":"citizen"}'), { type: "typing", on: true });
});

test("the question about an answer is a part of its own", () => {
  assert.deepEqual(readPart({ type: "feedback", text: "Kunne du bruge svaret?", extra: 1 }), {
    type: "feedback",
    text: "Kunne du bruge svaret?",
  });
});
