import assert from "node:assert/strict";
import { test } from "node:test";
import { opening } from "../src/clock.ts";
import type { Waiting } from "../src/service/models.ts";
import { AGAIN_MS, OwnTyping, STILL_MS } from "../src/service/own-typing.ts";
import { queueLine } from "../src/service/queue-line.ts";
import { Spacing } from "../src/service/spacing.ts";

const NOW = new Date("2026-11-20T10:00:00+01:00");
const WAITING: Waiting = {
  queueName: "Borgerservice",
  position: 2,
  waitMinutes: 8,
  isOpen: true,
  opensAt: null,
  staffed: true,
  asOf: null,
};
const said = (change: Partial<Waiting>) => queueLine({ ...WAITING, ...change }, NOW).main;

/** A clock that stands still until told. */
function clock() {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  return {
    after(ms: number, run: () => void) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        const index = timers.indexOf(timer);
        if (index !== -1) timers.splice(index, 1);
      };
    },
    pass(ms: number) {
      now += ms;
      for (const timer of timers.filter((due) => due.at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
    },
  };
}

test("the wait is told by place and by time", () => {
  assert.equal(said({}), "Du er nummer 2 i køen til Borgerservice. Det tager cirka 8 minutter.");
  assert.equal(
    said({ position: 1, waitMinutes: 1 }),
    "Du er den næste i køen til Borgerservice. Det tager cirka 1 minut.",
  );
  assert.equal(
    said({ position: 1, waitMinutes: 0 }),
    "Du er den næste i køen til Borgerservice. Det er snart din tur.",
  );
  assert.equal(
    said({ waitMinutes: 130 }),
    "Du er nummer 2 i køen til Borgerservice. Det tager cirka 2 timer.",
  );
  assert.equal(
    said({ position: null, waitMinutes: null, queueName: "" }),
    "Du er i kø til en medarbejder. Vi kan ikke sige, hvor længe det tager.",
  );
});

test("no time is promised where nobody sits ready, nor a place where it is closed", () => {
  assert.equal(
    said({ staffed: false }),
    "Du er nummer 2 i køen til Borgerservice. Der sidder ingen medarbejder klar lige nu.",
  );
  assert.equal(
    said({ isOpen: false, opensAt: "2026-11-21T08:00:00+01:00" }),
    "Der er lukket hos Borgerservice lige nu. De åbner i morgen kl. 8.",
  );
  assert.equal(said({ isOpen: false, opensAt: "snart" }), "Der er lukket hos Borgerservice lige nu.");
});

test("tomorrow is tomorrow by the clock of who told it, not by the reader's", () => {
  const closed = { isOpen: false, opensAt: "2027-01-04T08:00:00+01:00" };
  assert.match(said(closed), /åbner mandag den 4\. januar kl\. 8\.$/);
  assert.match(said({ ...closed, asOf: "2027-01-03T23:50:00+01:00" }), /åbner i morgen kl\. 8\.$/);
  assert.match(said({ ...closed, asOf: "not a time" }), /åbner mandag den 4\. januar kl\. 8\.$/);
});

for (const [time, now, words] of [
  ["2026-11-20T13:00:00+01:00", "2026-11-20T10:00:00+01:00", "i dag kl. 13"],
  ["2026-11-21T08:30:00+01:00", "2026-11-20T23:59:00+01:00", "i morgen kl. 8.30"],
  ["2026-11-21T00:15:00+01:00", "2026-11-20T23:30:00Z", "i dag kl. 0.15"],
  ["2026-11-23T08:00:00+01:00", "2026-11-20T16:00:00+01:00", "mandag kl. 8"],
  ["2026-11-27T08:00:00+01:00", "2026-11-20T16:00:00+01:00", "fredag den 27. november kl. 8"],
  // The night of 29 March 2026 has an hour less.
  ["2026-03-30T08:00:00+02:00", "2026-03-28T23:30:00+01:00", "mandag kl. 8"],
  ["2026-10-26T08:00:00+01:00", "2026-10-25T00:30:00+02:00", "i morgen kl. 8"],
  ["", "2026-11-20T16:00:00+01:00", ""],
] as const) {
  test(`seen from ${now}, ${time || "no time"} is "${words}"`, () => {
    assert.equal(opening(time, new Date(now)), words);
  });
}

test("a place that changes all the time is said now and then, and then as it is", () => {
  const { after, pass } = clock();
  const heard: string[] = [];
  const aloud = new Spacing(30_000, after, (text) => heard.push(text));
  for (const place of [5, 4, 3, 2]) aloud.tell(`nummer ${place}`, String(place));
  assert.deepEqual(heard, ["nummer 5"]);
  pass(30_000);
  assert.deepEqual(heard, ["nummer 5", "nummer 2"]);
  aloud.tell("nummer 2, otte minutter", "2");
  pass(90_000);
  assert.equal(heard.length, 2);
  aloud.tell("nummer 1", "1");
  assert.equal(heard.at(-1), "nummer 1");
});

test("what was on its way to be said is not said when the wait is over, and the next wait begins anew", () => {
  const { after, pass } = clock();
  const heard: string[] = [];
  const aloud = new Spacing(30_000, after, (text) => heard.push(text));
  aloud.tell("nummer 2", "2");
  aloud.tell("nummer 1", "1");
  aloud.stop();
  pass(60_000);
  assert.deepEqual(heard, ["nummer 2"]);
  aloud.tell("nummer 2", "2");
  assert.deepEqual(heard, ["nummer 2", "nummer 2"]);
});

test("nobody is told that the citizen writes unless a person is there", () => {
  const { after, pass } = clock();
  const told: boolean[] = [];
  const typing = new OwnTyping(after, (on) => told.push(on));
  typing.changed(false);
  pass(STILL_MS);
  assert.deepEqual(told, []);
  typing.listener = true;
  typing.changed(false);
  assert.deepEqual(told, [true]);
  typing.listener = false;
  typing.changed(false);
  pass(STILL_MS);
  assert.deepEqual(told, [true]);
});

test("writing is told seldom, and that it stopped once", () => {
  const { after, pass } = clock();
  const told: boolean[] = [];
  const typing = new OwnTyping(after, (on) => told.push(on));
  typing.listener = true;
  for (let key = 0; key < 50; key += 1) {
    typing.changed(false);
    pass(AGAIN_MS / 50);
  }
  typing.changed(false);
  assert.deepEqual(told, [true, true]);
  pass(STILL_MS);
  pass(STILL_MS);
  assert.deepEqual(told, [true, true, false]);
  typing.changed(false);
  typing.changed(true);
  typing.changed(true);
  assert.deepEqual(told, [true, true, false, true, false]);
});
