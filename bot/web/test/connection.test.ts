import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "../src/api.ts";
import { backoffMs } from "../src/backoff.ts";
import { Connection, type Socket } from "../src/connection.ts";
import type { ServerFrame } from "../src/protocol.ts";
import { Store } from "../src/store.ts";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
    this.onclose?.();
  }
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  types(): unknown[] {
    return this.sent.map((frame) => frame.type);
  }
}

interface Answer {
  status: number;
  body: object;
}

/** A connection with its store, sockets that do what the test says, and a clock that stands still until told. */
function setUp(answer: (method: string, path: string, body: unknown) => Answer | null = () => null) {
  const sockets: FakeSocket[] = [];
  const timers: { at: number; run: () => void }[] = [];
  let now = 0;
  const log: (boolean | "lost")[] = [];
  const posted: unknown[] = [];
  const api = new Api(async (path, init) => {
    const body = init.body ? JSON.parse(String(init.body)) : null;
    if (init.method === "POST") posted.push(body);
    const made = answer(init.method ?? "GET", path, body);
    if (!made) throw new TypeError("no network");
    return new Response(JSON.stringify(made.body), { status: made.status });
  });
  const store = new Store(
    () => undefined,
    () => undefined,
  );
  const connection = new Connection(
    {
      get lastSeq() {
        return store.lastSeq;
      },
      awaitingPerson: false,
      get withPerson() {
        return store.state === "with_person";
      },
      unsent: () => store.unsent(),
      receive: (frame: ServerFrame) => store.receive(frame),
      delivered: (id) => store.delivered(id),
      connected: (yes) => log.push(yes),
      lost: () => log.push("lost"),
    },
    api,
    {
      open() {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      random: () => 0.5,
      after(ms, run) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          const index = timers.indexOf(timer);
          if (index !== -1) timers.splice(index, 1);
        };
      },
    },
  );
  /** Lets the clock run, and with it what has fallen due. */
  const pass = (ms: number) => {
    now += ms;
    for (const timer of timers.filter((due) => due.at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.run();
    }
  };
  /** Lets pending promises settle. */
  const settle = () => new Promise((done) => setImmediate(done));
  const newest = () => sockets.at(-1) as FakeSocket;
  const write = (clientId: string, text: string) => {
    const message = { clientId, text, time: "" };
    store.enqueue(message);
    connection.send(message);
  };
  connection.start({ id: "c1", token: "t1" });
  return { connection, store, sockets, newest, log, posted, pass, settle, write };
}

const WELCOME = { type: "welcome", conversation: { id: "c1", state: "bot" }, messages: [] };

test("hello carries the key and the last message seen", () => {
  const { newest, store } = setUp();
  store.lastSeq = 7;
  newest().onopen?.();
  assert.deepEqual(newest().sent, [{ type: "hello", conversation: "c1", token: "t1", last_seq: 7 }]);
});

test("a message written while the socket is down goes with the same id when it is back", () => {
  const { newest, sockets, pass, write } = setUp();
  newest().onopen?.();
  newest().say(WELCOME);
  newest().onclose?.();
  write("a", "Hej");
  pass(1_000);
  assert.equal(sockets.length, 2);
  newest().onopen?.();
  assert.deepEqual(newest().types(), ["hello"]);
  newest().say(WELCOME);
  assert.deepEqual(newest().sent.at(-1), { type: "message", client_id: "a", text: "Hej" });
});

test("a message that arrived though its echo was lost is not sent again", () => {
  const { newest, pass, write } = setUp();
  newest().onopen?.();
  newest().say(WELCOME);
  write("a", "Hej");
  newest().onclose?.();
  pass(1_000);
  newest().onopen?.();
  newest().say({
    ...WELCOME,
    messages: [{ seq: 1, from: "citizen", time: "", text: "Hej", client_id: "a" }],
  });
  assert.deepEqual(newest().types(), ["hello"]);
});

test("a refused message is not sent again by a reconnection", () => {
  const { newest, pass, write } = setUp();
  newest().onopen?.();
  newest().say(WELCOME);
  write("a", "Hej");
  newest().say({ type: "error", code: "too_long", text: "For lang.", client_id: "a" });
  newest().onclose?.();
  pass(1_000);
  newest().onopen?.();
  newest().say(WELCOME);
  assert.deepEqual(newest().types(), ["hello"]);
});

test("a silent line is found by a ping that nobody answers", () => {
  const { newest, sockets, log, pass } = setUp();
  newest().onopen?.();
  newest().say(WELCOME);
  pass(25_000);
  assert.equal(newest().types().at(-1), "ping");
  pass(10_000);
  assert.deepEqual(log, [true, false]);
  pass(1_000);
  assert.equal(sockets.length, 2);
});

test("an answered ping keeps the line", () => {
  const { newest, sockets, pass } = setUp();
  newest().onopen?.();
  newest().say(WELCOME);
  pass(25_000);
  newest().say({ type: "pong" });
  pass(10_000);
  assert.equal(sockets.length, 1);
});

test("two sockets in a row that do not open lead to plain http, and messages go by post", async () => {
  const { newest, log, posted, pass, settle, write, store } = setUp((method) =>
    method === "POST"
      ? { status: 200, body: { parts: [] } }
      : {
          status: 200,
          body: { state: "bot", messages: [{ seq: 1, from: "assistant", time: "", text: "Hej" }] },
        },
  );
  newest().onclose?.();
  pass(1_000);
  newest().onclose?.();
  await settle();
  assert.deepEqual(log, [true]);
  write("a", "Hvornår?");
  await settle();
  await settle();
  assert.deepEqual(posted, [{ text: "Hvornår?", client_id: "a" }]);
  assert.deepEqual(store.unsent(), []);
});

test("a refusal over plain http is told at the message, not tried for ever", async () => {
  const { newest, posted, pass, settle, write, store } = setUp((method) =>
    method === "POST"
      ? { status: 429, body: { error: { code: "too_many", text: "Vent lidt." } } }
      : { status: 200, body: { state: "bot", messages: [] } },
  );
  newest().onclose?.();
  pass(1_000);
  newest().onclose?.();
  await settle();
  write("a", "Hej");
  await settle();
  await settle();
  assert.equal(posted.length, 1);
  assert.equal(store.entries()[0]?.problem, "Vent lidt.");
});

test("with no network at all it keeps trying, ever more slowly, and says that it is offline", async () => {
  const { newest, sockets, log, pass, settle } = setUp();
  for (let attempt = 0; attempt < 6; attempt += 1) {
    newest().onclose?.();
    await settle();
    pass(backoffMs(attempt + 1, 1));
  }
  assert.ok(sockets.length >= 6);
  assert.deepEqual(new Set(log), new Set([false]));
});

test("when the network is said to be back it does not wait for the back-off", async () => {
  const { connection, newest, sockets, settle } = setUp();
  newest().onclose?.();
  await settle();
  connection.hurry();
  assert.equal(sockets.length, 2);
});

test("a conversation that the server no longer knows is given up", async () => {
  const { newest, log, settle, sockets, pass } = setUp(() => ({
    status: 404,
    body: { error: { code: "conversation_not_found", text: "Findes ikke." } },
  }));
  newest().onopen?.();
  newest().say({ type: "error", code: "conversation_not_found", text: "Findes ikke." });
  await settle();
  assert.deepEqual(log, ["lost"]);
  pass(60_000);
  assert.equal(sockets.length, 1);
});

test("back-off doubles up to twenty seconds and is spread by chance", () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((failures) => backoffMs(failures, 1)),
    [500, 1000, 2000, 4000],
  );
  assert.equal(backoffMs(50, 1), 20_000);
  assert.equal(backoffMs(2, 0), 1000);
});

test("only a live line carries that the citizen writes", async () => {
  const { connection, newest, pass } = setUp();
  connection.typing(true);
  newest().onopen?.();
  connection.typing(true);
  newest().say(WELCOME);
  connection.typing(true);
  connection.typing(false);
  assert.deepEqual(newest().sent.slice(1), [
    { type: "typing", on: true },
    { type: "typing", on: false },
  ]);
  newest().onclose?.();
  pass(1_000);
  connection.typing(true);
  assert.deepEqual(newest().types(), []);
});

test("over plain http a person is not said to write because the citizen's own message is on its way", async () => {
  const { store, newest, pass, settle, write } = setUp((method) =>
    method === "POST"
      ? { status: 200, body: { parts: [] } }
      : { status: 200, body: { state: "with_person", person: { name: "Mette" }, messages: [] } },
  );
  newest().onclose?.();
  pass(1_000);
  newest().onclose?.();
  await settle();
  const typed: boolean[] = [];
  const receive = store.receive.bind(store);
  store.receive = (frame, known) => {
    if (frame.type === "typing") typed.push(frame.on);
    receive(frame, known);
  };
  write("a", "Hej Mette");
  await settle();
  await settle();
  assert.equal(typed.includes(true), false);
  assert.deepEqual(store.unsent(), []);
});

test("what was done beside the conversation is read at once over plain http, and told by a live line", async () => {
  let read = 0;
  const { connection, newest, pass, settle } = setUp((method) => {
    if (method === "GET") read += 1;
    return { status: 200, body: { state: "bot", messages: [] } };
  });
  newest().onclose?.();
  pass(1_000);
  newest().onclose?.();
  await settle();
  assert.equal(read, 1);
  connection.refresh();
  await settle();
  assert.equal(read, 2);
  pass(60_000);
  await settle();
  newest().onopen?.();
  newest().say(WELCOME);
  const before = read;
  connection.refresh();
  await settle();
  assert.equal(read, before);
});
