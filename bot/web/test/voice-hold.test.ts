import assert from "node:assert/strict";
import { test } from "node:test";
import { HoldButton, SHORT_MS } from "../src/voice/hold.ts";

function button() {
  let open = false;
  const hold = new HoldButton((now) => {
    open = now;
  });
  return { hold, open: () => open };
}

test("held it is open, let go it is closed", () => {
  const { hold, open } = button();
  hold.press(0);
  assert.equal(open(), true);
  hold.release(SHORT_MS);
  assert.equal(open(), false);
});

test("a short press opens it until the next press", () => {
  const { hold, open } = button();
  hold.press(0);
  hold.release(SHORT_MS - 1);
  assert.deepEqual([open(), hold.latched], [true, true]);
  hold.press(5_000);
  assert.deepEqual([open(), hold.latched], [false, false]);
  hold.release(5_100);
  assert.equal(open(), false);
  hold.press(6_000);
  hold.release(7_000);
  assert.deepEqual([open(), hold.latched], [false, false]);
});

test("a key that repeats is one press", () => {
  const { hold, open } = button();
  for (const at of [0, 500, 530, 560]) hold.press(at);
  hold.release(1_000);
  assert.equal(open(), false);
});

test("a click alone opens and closes", () => {
  const { hold, open } = button();
  hold.click();
  assert.deepEqual([open(), hold.latched], [true, true]);
  hold.click();
  assert.deepEqual([open(), hold.latched], [false, false]);
});

test("whatever happens to the button, cancelled it is closed and the next press counts", () => {
  const { hold, open } = button();
  hold.press(0);
  hold.cancel();
  assert.equal(open(), false);
  hold.release(10);
  assert.deepEqual([open(), hold.latched], [false, false]);
  hold.press(20);
  assert.equal(open(), true);
});
