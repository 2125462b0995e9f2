import assert from "node:assert/strict";
import { test } from "node:test";
import { DeskConnection, type DeskSocket, type Link } from "../src/desk/connection.ts";
import type { Frame } from "../src/desk/frames.ts";
import { Watching } from "../src/desk/watching.ts";

class FakeSocket implements DeskSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: { type: string }[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  end(code: number): void {
    this.onclose?.({ code });
  }
}

/** A connection with sockets that do what the test says and a clock that stands still until told. */
function setUp() {
  const sockets: FakeSocket[] = [];
  const links: Link[] = [];
  const frames: Frame["type"][] = [];
  let timers: { at: number; run: () => void }[] = [];
  let now = 0;
  const connection = new DeskConnection(
    {
      hello: () => ({ type: "hello" }),
      frame: (frame) => frames.push(frame.type),
      link: (link) => links.push(link),
    },
    {
      open() {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      random: () => 1,
      after(ms, run) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
  );
  const pass = (ms: number) => {
    now += ms;
    for (const timer of timers.filter((one) => one.at <= now)) {
      timers = timers.filter((other) => other !== timer);
      timer.run();
    }
  };
  const last = () => sockets.at(-1) as FakeSocket;
  const live = () => {
    connection.hurry();
    last().onopen?.();
    last().say({ type: "welcome" });
  };
  return { connection, sockets, links, frames, pass, last, live };
}

test("it says hello first and is live from the welcome on", () => {
  const { connection, last, links, frames } = setUp();
  connection.hurry();
  last().onopen?.();
  last().say({ type: "citizen_typing", case: "s-1", on: true });
  assert.deepEqual([last().sent, links, frames], [[{ type: "hello" }], [], []]);
  last().say({ type: "welcome" });
  assert.deepEqual([links, frames], [["live"], ["welcome"]]);
});

test("a cut line is told and tried again, each time after a longer wait", () => {
  const { live, sockets, last, links, pass } = setUp();
  live();
  last().end(1006);
  assert.equal(links.at(-1), "down");
  pass(499);
  assert.equal(sockets.length, 1);
  pass(1);
  assert.equal(sockets.length, 2);
  last().end(1006);
  pass(999);
  assert.equal(sockets.length, 2);
  pass(1);
  assert.equal(sockets.length, 3);
});

test("a line that looks open but answers no ping is cut", () => {
  const { live, last, links, pass } = setUp();
  live();
  pass(20_000);
  assert.equal(last().sent.at(-1)?.type, "ping");
  last().say({ type: "pong" });
  pass(20_000);
  pass(7_999);
  assert.equal(links.at(-1), "live");
  pass(1);
  assert.equal(links.at(-1), "down");
});

test("a socket that never opens is given up", () => {
  const { connection, last, links, pass } = setUp();
  connection.hurry();
  pass(8_000);
  assert.equal(last().closed, true);
  assert.equal(links.at(-1), "down");
});

test("a session that has ended is not tried again before someone has signed in", () => {
  const { live, connection, sockets, last, links, pass } = setUp();
  live();
  last().end(4401);
  assert.equal(links.at(-1), "signed_out");
  pass(600_000);
  assert.equal(sockets.length, 1);
  connection.hurry();
  assert.equal(sockets.length, 2);
});

test("what an old socket still says after a new one was opened is not heard", () => {
  const { live, sockets, frames, last, pass } = setUp();
  live();
  const old = last();
  const heard = old.onmessage;
  old.end(1006);
  pass(500);
  assert.equal(sockets.length, 2);
  heard?.({ data: JSON.stringify({ type: "queues", queues: [] }) });
  assert.deepEqual(frames, ["welcome"]);
});

test("conversations on screen are watched from the last message seen, and again on a new connection", () => {
  const sent: object[] = [];
  let seq = 0;
  const watching = new Watching(
    (frame) => sent.push(frame),
    () => seq,
  );
  watching.sync(new Set(["a", "b"]));
  watching.sync(new Set(["b"]));
  seq = 7;
  watching.again();
  assert.deepEqual(sent, [
    { type: "watch", case: "a", last_seq: 0 },
    { type: "watch", case: "b", last_seq: 0 },
    { type: "unwatch", case: "a" },
    { type: "watch", case: "b", last_seq: 7 },
  ]);
});
