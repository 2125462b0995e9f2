/** Times and dates as Danes write them. Always Copenhagen time, whatever the browser's zone. */

const ZONE = "Europe/Copenhagen";
const clock = new Intl.DateTimeFormat("da-DK", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const day = new Intl.DateTimeFormat("da-DK", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: ZONE,
});

/** "kl. 10.05" of an ISO 8601 time; empty where it is not a time. */
export function atClock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : `kl. ${clock.format(date).replace(":", ".")}`;
}

/** "21. november 2026". */
export function onDay(date: Date): string {
  return day.format(date);
}

const weekday = new Intl.DateTimeFormat("da-DK", { weekday: "long", timeZone: ZONE });
const dayAndMonth = new Intl.DateTimeFormat("da-DK", { day: "numeric", month: "long", timeZone: ZONE });
const numbers = new Intl.DateTimeFormat("en-CA", {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  timeZone: ZONE,
});
const DAY_MS = 86_400_000;

/** "i dag kl. 13", "i morgen kl. 8.30", "mandag kl. 8", "mandag den 4. januar kl. 8"; empty where it is not a time. */
export function opening(time: string | null, now: Date): string {
  const at = new Date(time ?? "");
  if (Number.isNaN(at.getTime())) return "";
  const hour = clock.format(at).replace(":", ".").replace(/^0/, "").replace(/\.00$/, "");
  return `${when(at, daysBetween(now, at))} kl. ${hour}`;
}

function when(at: Date, days: number): string {
  if (days === 0) return "i dag";
  if (days === 1) return "i morgen";
  const name = weekday.format(at);
  return days > 1 && days < 7 ? name : `${name} den ${dayAndMonth.format(at)}`;
}

/** Days from one date to another by the calendar in Copenhagen, where a day may have 23 or 25 hours. */
function daysBetween(from: Date, to: Date): number {
  return Math.round((Date.parse(numbers.format(to)) - Date.parse(numbers.format(from))) / DAY_MS);
}
