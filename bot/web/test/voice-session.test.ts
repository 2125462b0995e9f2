import assert from "node:assert/strict";
import { test } from "node:test";
import type { Session } from "../src/session.ts";
import {
  DEAD_FRAMES,
  type LineEvents,
  NoSound,
  type Problem,
  type SoundEvents,
  Talk,
} from "../src/voice/session.ts";

const LOUD = () => new Int16Array(320).fill(5000);

/** Microphone, line and time of a talk, by hand. */
class World {
  refuse: Problem | null = null;
  session: Session | null = { id: "c1", token: "t1" };
  soundEvents!: SoundEvents;
  lineEvents!: LineEvents;
  microphoneOpen = false;
  listening: boolean | null = null;
  played: number[] = [];
  flushed = 0;
  lineOpen = false;
  told: object[] = [];
  sent: Int16Array[] = [];
  levels: number[] = [];
  captions: string[] = [];
  microphoneAsked: Promise<void> = Promise.resolve();
  private waiting: { ms: number; run: () => void }[] = [];

  readonly talk = new Talk(
    {
      sound: async (events) => {
        await this.microphoneAsked;
        if (this.refuse) throw new NoSound(this.refuse);
        this.soundEvents = events;
        this.microphoneOpen = true;
        return {
          play: (frame) => this.played.push(frame.byteLength),
          flush: () => {
            this.flushed += 1;
          },
          listen: (yes) => {
            this.listening = yes;
          },
          close: () => {
            this.microphoneOpen = false;
          },
        };
      },
      line: (events) => {
        this.lineEvents = events;
        this.lineOpen = true;
        return {
          tell: (frame) => this.told.push(frame),
          send: (pcm) => this.sent.push(pcm),
          close: () => {
            this.lineOpen = false;
          },
        };
      },
      conversation: () => this.session,
      after: (ms, run) => {
        const timer = { ms, run };
        this.waiting.push(timer);
        return () => {
          this.waiting = this.waiting.filter((other) => other !== timer);
        };
      },
    },
    {
      changed: () => undefined,
      level: (steps) => this.levels.push(steps),
      caption: (caption) => this.captions.push(caption.text),
    },
  );

  get timers(): number {
    return this.waiting.length;
  }

  pass(): void {
    const due = this.waiting;
    this.waiting = [];
    for (const { run } of due) run();
  }

  say(frame: object): void {
    this.lineEvents.text(JSON.stringify(frame));
  }

  /** A talk that is under way. */
  static async talking(mode: "push" | "free" = "push"): Promise<World> {
    const world = new World();
    world.talk.choose(mode);
    await world.talk.start();
    world.lineEvents.opened();
    world.say({ type: "state", state: "greeting" });
    world.told = [];
    return world;
  }
}

test("a talk asks for the microphone, says hello with the conversation's key, and is on when the line speaks", async () => {
  const world = new World();
  const starting = world.talk.start();
  assert.equal(world.talk.at, "asking");
  await starting;
  assert.equal(world.talk.at, "connecting");
  world.lineEvents.opened();
  assert.deepEqual(world.told, [{ type: "hello", conversation: "c1", token: "t1", mode: "push" }]);
  world.say({ type: "welcome", call: "x", rate: 16000 });
  assert.equal(world.talk.at, "on");
  world.say({ type: "state", state: "listening" });
  assert.equal(world.talk.state, "listening");
  assert.deepEqual(world.told.slice(1), [{ type: "mode", mode: "push" }]);
  assert.equal(world.timers, 0);
});

test("after a login in another tab the session cookie is the key", async () => {
  const world = new World();
  world.session = { id: null, token: null };
  await world.talk.start();
  world.lineEvents.opened();
  assert.deepEqual(world.told, [{ type: "hello", mode: "push" }]);
});

for (const problem of ["insecure", "refused", "no-microphone", "busy", "unsupported"] as const) {
  test(`without a microphone (${problem}) no line is opened and the reason is known`, async () => {
    const world = new World();
    world.refuse = problem;
    await world.talk.start();
    assert.deepEqual([world.talk.at, world.talk.problem, world.lineOpen], ["off", problem, false]);
  });
}

test("without a conversation the microphone is not even asked for", async () => {
  const world = new World();
  world.session = null;
  await world.talk.start();
  assert.deepEqual([world.talk.problem, world.microphoneOpen], ["no-conversation", false]);
});

test("who changes their mind while the browser asks gets the microphone closed again", async () => {
  const world = new World();
  let allow = () => {};
  world.microphoneAsked = new Promise((resolve) => {
    allow = resolve;
  });
  const starting = world.talk.start();
  world.talk.stop();
  allow();
  await starting;
  assert.deepEqual([world.talk.at, world.talk.problem], ["off", null]);
  assert.deepEqual([world.microphoneOpen, world.lineOpen], [false, false]);
});

test("a line that says nothing, refuses or closes at once is not running", async () => {
  for (const fail of [
    (world: World) => world.pass(),
    (world: World) => world.lineEvents.closed(1006),
    (world: World) => world.lineEvents.closed(1000),
    (world: World) => world.say({ type: "error", code: "voice_unavailable", text: "Talelinjen er lukket." }),
  ]) {
    const world = new World();
    await world.talk.start();
    fail(world);
    assert.deepEqual([world.talk.at, world.talk.problem], ["off", "not-running"]);
    assert.deepEqual([world.microphoneOpen, world.lineOpen, world.timers], [false, false, 0]);
  }
});

test("however the line closes, the reason is known and the microphone is given back", async () => {
  for (const [code, problem] of [
    [1006, "lost"],
    [1011, "lost"],
    [1012, "lost"],
    [1000, "ended"],
    [1013, "not-running"],
    [4409, "replaced"],
  ] as const) {
    const world = await World.talking();
    world.lineEvents.closed(code);
    assert.deepEqual([world.talk.at, world.talk.problem], ["off", problem]);
    assert.deepEqual([world.microphoneOpen, world.lineOpen], [false, false]);
  }
});

test("to stop says goodbye and gives the microphone back", async () => {
  const world = await World.talking();
  world.talk.stop();
  assert.deepEqual(world.told, [{ type: "bye" }]);
  assert.deepEqual([world.talk.problem, world.microphoneOpen, world.lineOpen], [null, false, false]);
  world.talk.stop();
  assert.equal(world.told.length, 1);
});

test("a microphone that is pulled out ends the talk", async () => {
  const world = await World.talking();
  world.soundEvents.gone();
  assert.deepEqual([world.talk.at, world.talk.problem], ["off", "microphone-gone"]);
});

test("what an ended talk's line and microphone still deliver touches nothing", async () => {
  const world = await World.talking("free");
  const { lineEvents, soundEvents } = world;
  world.talk.stop();
  lineEvents.text('{"type":"caption","who":"citizen","text":"x"}');
  lineEvents.sound(new ArrayBuffer(640));
  lineEvents.closed(1006);
  soundEvents.frame(LOUD());
  soundEvents.gone();
  assert.deepEqual([world.captions, world.played, world.sent, world.talk.problem], [[], [], [], null]);
});

test("by the button the line hears silence until it is held, and silence again when it is let go", async () => {
  const world = await World.talking();
  assert.equal(world.listening, false);
  world.soundEvents.frame(LOUD());
  world.talk.hold(true);
  world.talk.hold(true);
  assert.deepEqual([world.listening, world.flushed], [true, 1]);
  world.soundEvents.frame(LOUD());
  world.talk.hold(false);
  world.soundEvents.frame(LOUD());
  assert.deepEqual(
    world.sent.map((pcm) => [pcm.length, pcm[0]]),
    [
      [320, 0],
      [320, 5000],
      [320, 0],
    ],
  );
  assert.deepEqual(world.told, [
    { type: "talk", held: true },
    { type: "talk", held: false },
  ]);
  assert.equal(world.levels.at(-1), 0);
  assert.ok(Math.max(...world.levels) > 0);
});

test("nothing of the microphone is sent before the line is there", async () => {
  const world = new World();
  world.talk.choose("free");
  await world.talk.start();
  world.soundEvents.frame(LOUD());
  assert.deepEqual(world.sent, []);
});

test("hands-free the line hears all, and the button means nothing", async () => {
  const world = await World.talking("free");
  world.talk.hold(true);
  world.soundEvents.frame(LOUD());
  assert.equal(world.sent[0]?.[0], 5000);
  assert.deepEqual(world.told, []);
});

test("a key of the telephone reaches the line, and nothing where there is none", async () => {
  const world = await World.talking();
  world.talk.key("0");
  assert.deepEqual(world.told, [{ type: "key", digit: "0" }]);
  world.talk.stop();
  world.talk.key("0");
  assert.equal(world.told.length, 2);
});

test("changing the way of talking lets the button go", async () => {
  const world = await World.talking();
  world.talk.hold(true);
  world.talk.choose("free");
  assert.deepEqual(world.told.slice(1), [
    { type: "talk", held: false },
    { type: "mode", mode: "free" },
  ]);
  assert.equal(world.talk.held, false);
});

test("hands-free pauses while the tab is out of sight and goes on when it is back", async () => {
  const world = await World.talking("free");
  world.talk.hide(true);
  assert.deepEqual([world.talk.paused, world.listening], [true, false]);
  world.soundEvents.frame(LOUD());
  assert.equal(world.sent[0]?.[0], 0);
  world.talk.hide(false);
  assert.deepEqual([world.talk.paused, world.listening, world.timers], [false, true, 0]);
});

test("hands-free out of sight for long is ended, and says why", async () => {
  const world = await World.talking("free");
  world.talk.hide(true);
  world.pass();
  assert.deepEqual([world.talk.at, world.talk.problem], ["off", "out-of-sight"]);
  assert.deepEqual(world.told, [{ type: "bye" }]);
});

test("a tab that goes out of sight lets the button go, and by the button nothing is ended", async () => {
  const world = await World.talking();
  world.talk.hold(true);
  world.talk.hide(true);
  world.pass();
  assert.deepEqual([world.talk.held, world.talk.paused, world.talk.at], [false, false, "on"]);
});

test("the line's word to stop silences what is not heard yet", async () => {
  const world = await World.talking();
  world.lineEvents.sound(new ArrayBuffer(640));
  world.say({ type: "stop" });
  assert.deepEqual([world.played, world.flushed], [[640], 1]);
});

test("the line is told how much sound has come", async () => {
  const world = await World.talking();
  for (let frame = 0; frame < 25; frame += 1) world.lineEvents.sound(new ArrayBuffer(640));
  assert.deepEqual(world.told, [
    { type: "got", frames: 1 },
    { type: "got", frames: 10 },
    { type: "got", frames: 20 },
  ]);
});

test("frames that make no sense are passed over", async () => {
  const world = await World.talking();
  world.lineEvents.text("{");
  world.say({ type: "state", state: "dancing" });
  assert.deepEqual([world.talk.at, world.talk.state], ["on", "greeting"]);
});

test("a microphone that gives nothing at all is noticed, and forgiven when it speaks", async () => {
  const world = await World.talking("free");
  for (let frame = 0; frame < DEAD_FRAMES; frame += 1) world.soundEvents.frame(new Int16Array(320));
  assert.equal(world.talk.mute, true);
  world.soundEvents.frame(LOUD());
  assert.equal(world.talk.mute, false);
});

test("after a problem one can begin again", async () => {
  const world = await World.talking();
  world.lineEvents.closed(1006);
  await world.talk.start();
  world.lineEvents.opened();
  world.lineEvents.sound(new ArrayBuffer(640));
  assert.deepEqual([world.talk.at, world.talk.problem, world.talk.state], ["on", null, "greeting"]);
});
