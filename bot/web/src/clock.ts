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
