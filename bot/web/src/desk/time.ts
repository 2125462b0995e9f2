/** Waits and times of day as they stand on the desk. Copenhagen time, whatever the browser's zone. */

const ZONE = "Europe/Copenhagen";
const clock = new Intl.DateTimeFormat("da-DK", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const weekday = new Intl.DateTimeFormat("da-DK", { weekday: "long", timeZone: ZONE });
const parts = new Intl.DateTimeFormat("en-GB", {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: ZONE,
});

/** "0:07", "12:30", "1 t 5 min" or "2 døgn" for a number of seconds; below zero counts as zero. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} t ${minutes % 60} min`;
  return `${Math.floor(minutes / (24 * 60))} døgn`;
}

/** "under 1 minut", "1 minut", "12 minutter", "2 timer" … the same to be read aloud. */
export function spoken(seconds: number): string {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  if (minutes === 0) return "under 1 minut";
  if (minutes < 60) return minutes === 1 ? "1 minut" : `${minutes} minutter`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours === 1 ? "1 time" : `${hours} timer`;
  return `${Math.floor(hours / 24)} døgn`;
}

/** "10.05" of an ISO time; empty where it is not one. */
export function clockTime(iso: string | null): string {
  return format(clock, iso);
}

/** "mandag kl. 10.05" of an ISO time; empty where it is not one. */
export function weekdayTime(iso: string | null): string {
  const time = format(clock, iso);
  return time && `${format(weekday, iso)} kl. ${time}`;
}

function format(as: Intl.DateTimeFormat, iso: string | null): string {
  const date = new Date(iso ?? "");
  return Number.isNaN(date.getTime()) ? "" : as.format(date).replace(/(\d\d):(\d\d)/, "$1.$2");
}

/** Milliseconds that Copenhagen is ahead of UTC at that moment. */
function aheadMs(moment: number): number {
  const at = Object.fromEntries(parts.formatToParts(moment).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = at;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

/**
 * The moment that a `datetime-local` field means ("2026-11-21T16:00", Copenhagen's clock), as ISO 8601 in UTC; null
 * where it is no time. In the hour that summer time skips, it is the hour after.
 */
export function momentOf(local: string): string | null {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return null;
  const guess = wall - aheadMs(wall);
  return new Date(wall - aheadMs(guess)).toISOString();
}

/** The value of a `datetime-local` field for a moment in milliseconds. */
export function localOf(moment: number): string {
  return new Date(moment + aheadMs(moment)).toISOString().slice(0, 16);
}

/** The gateway's clock: waits run by it, so that a computer that is wrong about the time does not show wrong waits. */
export class GatewayClock {
  private offsetMs = 0;

  constructor(private readonly wall: () => number) {}

  /** Takes the time from a welcome; without one, the computer's own clock counts. */
  set(iso: string | null): void {
    const theirs = Date.parse(iso ?? "");
    if (!Number.isNaN(theirs)) this.offsetMs = theirs - this.wall();
  }

  now(): number {
    return this.wall() + this.offsetMs;
  }

  /** Seconds since an ISO time; 0 where it is not one. */
  since(iso: string | null): number {
    const then = Date.parse(iso ?? "");
    return Number.isNaN(then) ? 0 : Math.max(0, (this.now() - then) / 1000);
  }
}
