import assert from "node:assert/strict";
import { test } from "node:test";
import { Unreachable } from "../src/api.ts";
import { Acts, explain } from "../src/desk/acts.ts";
import { DeskApi, DeskRefused } from "../src/desk/api.ts";
import { Outbox, type Unsent } from "../src/desk/outbox.ts";
import { texts } from "../src/desk/texts.ts";

function item(clientId: string, more: Partial<Unsent> = {}): Unsent {
  return { clientId, case: "s", kind: "message", text: clientId, time: "", ...more };
}

/** An outbox whose deliveries end when the test says so. */
function setUp(kept: Unsent[] = []) {
  const tried: string[] = [];
  const open: { done: () => void; fail: (problem: unknown) => void }[] = [];
  let remembered: readonly Unsent[] = [];
  const outbox = new Outbox(
    (one) => {
      tried.push(one.clientId);
      return new Promise<void>((done, fail) => open.push({ done, fail }));
    },
    explain,
    (items) => {
      remembered = items;
    },
    kept,
    "ukendt",
  );
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  const next = async () => {
    await settled();
    const first = open.shift();
    assert.ok(first, "nothing is being sent");
    return first;
  };
  return { outbox, tried, next, settled, remembered: () => remembered };
}

test("those of one case go one at a time and in order; another case does not wait for them", async () => {
  const { outbox, tried, next, settled } = setUp();
  outbox.add(item("a"));
  outbox.add(item("b"));
  outbox.add(item("c", { case: "t" }));
  await settled();
  assert.deepEqual(tried, ["a", "c"]);
  (await next()).done();
  await settled();
  assert.deepEqual(tried, ["a", "c", "b"]);
});

test("one that failed waits for the employee and keeps its id when it is sent again", async () => {
  const { outbox, tried, next, settled } = setUp();
  outbox.add(item("a"));
  (await next()).fail(new Unreachable(""));
  await settled();
  assert.equal(outbox.of("s", "message")[0]?.problem, texts.noConnection);
  assert.deepEqual([...outbox.troubled()], ["s"]);
  outbox.again("a");
  outbox.again("a");
  (await next()).done();
  await settled();
  assert.deepEqual(tried, ["a", "a"]);
  assert.equal(outbox.empty, true);
});

test("one that a frame confirmed while its answer was lost is not shown as failed", async () => {
  const { outbox, next, settled } = setUp();
  outbox.add(item("a"));
  const sending = await next();
  outbox.remove("a");
  sending.fail(new Unreachable(""));
  await settled();
  assert.equal(outbox.empty, true);
});

test("one that was confirmed while it stood in line is not sent", async () => {
  const { outbox, tried, next, settled } = setUp();
  outbox.add(item("a"));
  outbox.add(item("b"));
  const first = await next();
  outbox.remove("b");
  first.done();
  await settled();
  assert.deepEqual(tried, ["a"]);
});

test("after a reload nothing goes by itself, and nothing is lost", async () => {
  const { outbox, tried, settled } = setUp([item("a"), item("b", { problem: "nej" })]);
  await settled();
  assert.deepEqual(tried, []);
  assert.deepEqual(
    outbox.of("s", "message").map((one) => one.problem),
    ["ukendt", "nej"],
  );
});

test("what is remembered is what is not confirmed", async () => {
  const { outbox, next, settled, remembered } = setUp();
  outbox.add(item("a"));
  assert.deepEqual(
    remembered().map((one) => one.clientId),
    ["a"],
  );
  (await next()).done();
  await settled();
  assert.deepEqual(remembered(), []);
});

function acts() {
  const said: string[] = [];
  const made = new Acts(
    () => undefined,
    (text) => said.push(text),
    () => said.push("signed out"),
  );
  return { acts: made, said };
}

test("an act is not done twice at once", async () => {
  const { acts: them } = acts();
  let finish: (text: string) => void = () => undefined;
  const first = them.run(
    "s",
    "Nej.",
    () => new Promise((done) => (finish = done)),
    () => false,
  );
  assert.equal(
    await them.run(
      "s",
      "Nej.",
      async () => "igen",
      () => false,
    ),
    false,
  );
  finish("ja");
  assert.equal(await first, true);
  assert.equal(them.isRunning("s"), false);
});

test("an act that did not reach the gateway says so and can be done again", async () => {
  const { acts: them, said } = acts();
  let down = true;
  const work = async () => {
    if (down) throw new Unreachable("");
    return "gjort";
  };
  await them.run("s", "Ikke flyttet.", work, () => false);
  const trouble = them.trouble("s");
  assert.equal(trouble?.text, `Ikke flyttet. ${texts.noConnection}`);
  down = false;
  trouble?.again?.();
  await new Promise((done) => setImmediate(done));
  assert.equal(them.trouble("s"), null);
  assert.deepEqual(said, ["gjort"]);
});

test("an act that arrived although its answer was lost is no trouble any more", async () => {
  const { acts: them } = acts();
  let arrived = false;
  const lost = () => Promise.reject(new Unreachable(""));
  await them.run("s", "Nej.", lost, () => arrived);
  assert.notEqual(them.trouble("s"), null);
  arrived = true;
  assert.equal(them.trouble("s"), null);
});

test("a take that was lost says who has it, and is not offered again", async () => {
  const { acts: them } = acts();
  const refused = new DeskRefused(409, "taken_by_another", "", { id: "o", name: "Ole Friis" });
  await them.run(
    "s",
    "Nej.",
    () => Promise.reject(refused),
    () => false,
  );
  assert.match(them.trouble("s")?.text ?? "", /Ole Friis nåede det først/);
  assert.equal(them.trouble("s")?.again, null);
});

test("an answer without a session asks for a sign-in and keeps the act", async () => {
  const { acts: them, said } = acts();
  const refused = new DeskRefused(401, "not_signed_in", "", null);
  await them.run(
    "s",
    "Nej.",
    () => Promise.reject(refused),
    () => false,
  );
  assert.deepEqual(said, ["signed out"]);
  assert.notEqual(them.trouble("s")?.again, null);
});

const answering = (status: number, body: string) => new DeskApi(async () => new Response(body, { status }));

test("who was first is read whether it stands in the error or beside it", async () => {
  for (const body of [
    { error: { code: "taken_by_another", text: "", person: { id: "o", name: "Ole" } } },
    { error: { code: "taken_by_another", text: "" }, person: { id: "o", name: "Ole" } },
  ]) {
    await assert.rejects(
      answering(409, JSON.stringify(body)).take("s"),
      (problem) => problem instanceof DeskRefused && problem.person?.name === "Ole",
    );
  }
});

test("a proxy's page instead of an answer is an outage; our own error is not", async () => {
  await assert.rejects(answering(502, "<html>").take("s"), Unreachable);
  await assert.rejects(answering(500, '{"error":{"code":"x","text":"y"}}').take("s"), DeskRefused);
});

test("an id with odd characters stays one step of the path", async () => {
  const paths: string[] = [];
  const api = new DeskApi(async (path) => {
    paths.push(path);
    return new Response('{"case":{"id":"s","state":"waiting"}}');
  });
  await api.take("../me?x#y");
  assert.deepEqual(paths, ["/api/desk/cases/..%2Fme%3Fx%23y/take"]);
});
