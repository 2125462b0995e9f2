import assert from "node:assert/strict";
import { test } from "node:test";
import { Captions } from "../src/voice/captions.ts";
import { readLineFrame, type Speaker } from "../src/voice/frames.ts";

class Timers {
  private waiting: { run: () => void }[] = [];
  readonly after = (_: number, run: () => void) => {
    const timer = { run };
    this.waiting.push(timer);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== timer);
    };
  };
  /** All that is waited for comes. */
  pass(): void {
    const due = this.waiting;
    this.waiting = [];
    for (const { run } of due) run();
  }
}

function watched() {
  const timers = new Timers();
  const told: string[] = [];
  const captions = new Captions(
    { changed: () => undefined, announce: (who, text) => told.push(`${who}: ${text}`) },
    timers.after,
  );
  let id = 1;
  /** A caption; after a final one of the assistant comes the next sentence. */
  const say = (who: Speaker, text: string, final = false) => {
    captions.caption({ who, text, final, id });
    if (final) id += 1;
  };
  const shown = () => captions.lines.map((line) => `${line.who}: ${line.text}`);
  return { captions, timers, told, say, shown };
}

test("what the citizen says stands live until it comes as a message, and then not twice", () => {
  const { captions, say, shown, timers, told } = watched();
  say("citizen", "jeg vil gerne");
  say("citizen", "jeg vil gerne have bioposer");
  assert.deepEqual(shown(), ["citizen: jeg vil gerne have bioposer"]);
  say("citizen", "jeg vil gerne have bioposer", true);
  assert.deepEqual(shown(), ["citizen: jeg vil gerne have bioposer"]);
  captions.message("citizen", ["jeg vil gerne have bioposer"]);
  assert.deepEqual(shown(), []);
  timers.pass();
  assert.deepEqual(told, []);
});

test("a message that is faster than its caption keeps the caption away", () => {
  const { captions, say, shown } = watched();
  captions.message("citizen", ["Ja."]);
  say("citizen", "ja", true);
  assert.deepEqual(shown(), []);
  say("citizen", "ja", true);
  assert.deepEqual(shown(), ["citizen: ja"], "the next yes is another");
});

test("a title that was said gives way to the message that its button sends", () => {
  const { captions, say, shown } = watched();
  say("citizen", "bestil bioposer", true);
  captions.message("citizen", ["Jeg vil gerne bestille bioposer"]);
  assert.deepEqual(shown(), []);
});

test("a message for what was said before does not take away what is being said now", () => {
  const { captions, say, shown } = watched();
  say("citizen", "og så", false);
  captions.message("citizen", ["byvej 54"]);
  assert.deepEqual(shown(), ["citizen: og så"]);
});

test("what the assistant speaks of an answer in the conversation is not shown a second time", () => {
  const { captions, say, shown, timers, told } = watched();
  captions.message("assistant", ["Vi sender bioposer til dig. De er hos dig inden for fire dage.", ""]);
  say("assistant", "De er hos dig inden for fire dage.");
  assert.deepEqual(shown(), []);
  say("assistant", "de er hos dig inden for fire dage", true);
  timers.pass();
  assert.deepEqual([shown(), told], [[], []]);
});

test("a part that is spoken in other words than it is written is the same part", () => {
  const { captions, say, shown } = watched();
  say("assistant", "Nummeret er B I O fire to en syv.", true);
  captions.message("assistant", ["Bioposer er bestilt", "Nummeret er B I O fire to en syv."]);
  assert.deepEqual(shown(), []);
});

test("what never becomes a message stays, and is read out once, when it is final", () => {
  const { say, shown, timers, told } = watched();
  say("assistant", "Et øje");
  say("assistant", "Et øjeblik, jeg slår det op.");
  timers.pass();
  assert.deepEqual(told, []);
  say("assistant", "Et øjeblik, jeg slår det op.", true);
  timers.pass();
  timers.pass();
  assert.deepEqual(told, ["assistant: Et øjeblik, jeg slår det op."]);
  assert.deepEqual(shown(), ["assistant: Et øjeblik, jeg slår det op."]);
  say("citizen", "ja");
  assert.deepEqual(shown(), ["citizen: ja"]);
});

test("the assistant's sentences are kept together to be read, and are read out as one", () => {
  const { captions, say, shown, timers, told } = watched();
  captions.message("assistant", ["Hvad kan jeg hjælpe dig med?"]);
  say("assistant", "Jeg er en robot.", true);
  say("assistant", "Hvad kan jeg hjælpe dig med?", true);
  say("assistant", "Jeg lytter.");
  assert.deepEqual(shown(), ["assistant: Jeg er en robot. Jeg lytter."]);
  say("assistant", "Jeg lytter.", true);
  timers.pass();
  assert.deepEqual(told, ["assistant: Jeg er en robot. Jeg lytter."]);
  say("citizen", "ja");
  assert.deepEqual(shown(), ["citizen: ja"]);
});

test("the citizen's own words end what the assistant said before, be they spoken or written", () => {
  for (const speak of [
    ({ say }: ReturnType<typeof watched>) => say("citizen", "ja", true),
    ({ captions }: ReturnType<typeof watched>) => captions.message("citizen", ["Ja"]),
    ({ captions, say }: ReturnType<typeof watched>) => {
      captions.message("citizen", ["Ja"]);
      say("citizen", "ja", true);
    },
  ]) {
    const all = watched();
    all.say("assistant", "Er det rigtigt?", true);
    speak(all);
    assert.ok(!all.shown().some((line) => line.startsWith("assistant")));
  }
});

test("however long the assistant talks, only its last sentences are shown", () => {
  const { say, shown } = watched();
  for (const number of [1, 2, 3, 4, 5, 6]) say("assistant", `Sætning ${number}.`, true);
  assert.deepEqual(shown(), ["assistant: Sætning 3. Sætning 4. Sætning 5. Sætning 6."]);
});

test("a message that comes late takes its caption away and keeps it from being read out", () => {
  const { captions, say, shown, timers, told } = watched();
  say("citizen", "byvej 54", true);
  say("assistant", "Hvad er dit nummer?", true);
  captions.message("citizen", ["Byvej 54"]);
  captions.message("assistant", ["Hvad er dit nummer?"]);
  timers.pass();
  assert.deepEqual([shown(), told], [[], []]);
});

test("captions come and go without a word when the call is over", () => {
  const { captions, say, shown, timers, told } = watched();
  say("assistant", "Farvel", true);
  captions.clear();
  timers.pass();
  assert.deepEqual([shown(), told], [[], []]);
});

test("an empty caption takes the line away", () => {
  const { say, shown } = watched();
  say("citizen", "hm");
  say("citizen", "  ");
  assert.deepEqual(shown(), []);
});

test("frames of the line are read, and what makes no sense is nothing", () => {
  assert.deepEqual(readLineFrame('{"type":"caption","who":"citizen","text":"ja","final":true,"id":3}'), {
    type: "caption",
    caption: { who: "citizen", text: "ja", final: true, id: 3 },
  });
  assert.deepEqual(readLineFrame('{"type":"state","state":"thinking"}'), {
    type: "state",
    state: "thinking",
  });
  assert.deepEqual(readLineFrame('{"type":"stop"}'), { type: "stop" });
  assert.deepEqual(readLineFrame('{"type":"error","code":"x","text":"Nej"}'), { type: "error", text: "Nej" });
  for (const text of [
    "",
    "{",
    "[]",
    "null",
    '{"type":"caption","who":"person","text":"x"}',
    '{"type":"caption","who":"citizen","text":7}',
    '{"type":"state","state":"dancing"}',
    '{"type":"part","part":{"type":"text","text":"x"}}',
  ])
    assert.equal(readLineFrame(text), null, text);
});
