/** What calls the employee's attention when the page is not looked at: the title, a sound, a note on the desktop. */
import type { DeskMemory } from "./memory.ts";
import { texts } from "./texts.ts";

/** Two soft tones, a fifth apart, 0.35 s in all; an immediate case is told by three. */
const TONES_HZ = [587, 880, 880];
const STEP_SECONDS = 0.16;

export class Alerts {
  private audio: AudioContext | null = null;

  constructor(private readonly memory: DeskMemory) {}

  /** How many wait or have written, in the title of the tab. */
  count(number: number): void {
    const title = number > 0 ? `(${number}) ${texts.title}` : texts.title;
    if (document.title !== title) document.title = title;
  }

  /** Tells of a new case. Names a queue and topics, never a citizen. */
  tell(text: string, immediate: boolean): void {
    const { sound, notify } = this.memory.choices;
    if (sound) this.chime(immediate ? 3 : 2);
    if (!notify || document.visibilityState === "visible" || !mayNotify()) return;
    try {
      const note = new Notification(texts.desk, { body: text, tag: "desk", silent: true });
      note.onclick = () => {
        window.focus();
        note.close();
      };
    } catch {
      // Some browsers only let a service worker notify; the title and the page say the same.
    }
  }

  /** Lets the employee hear what the sound is like; a browser also wants a press before it plays any. */
  chime(tones: number): void {
    try {
      this.audio ??= new AudioContext();
      const { audio } = this;
      void audio.resume();
      TONES_HZ.slice(0, tones).forEach((hz, index) => {
        const at = audio.currentTime + index * STEP_SECONDS;
        const tone = audio.createOscillator();
        const level = audio.createGain();
        tone.frequency.value = hz;
        level.gain.setValueAtTime(0, at);
        level.gain.linearRampToValueAtTime(0.12, at + 0.02);
        level.gain.exponentialRampToValueAtTime(0.001, at + STEP_SECONDS * 1.2);
        tone.connect(level).connect(audio.destination);
        tone.start(at);
        tone.stop(at + STEP_SECONDS * 1.3);
      });
    } catch {
      // A computer without sound: the page says the same.
    }
  }
}

function mayNotify(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}

/** Asks the browser for leave to show notes on the desktop. False where it says no. */
export async function askToNotify(): Promise<boolean> {
  if (!("Notification" in window)) return false;
  return (await Notification.requestPermission()) === "granted";
}
