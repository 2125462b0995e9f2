/** Reading untrusted JSON: what is of the wrong type becomes nothing, so that no reader has to throw. */

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `{[key]: value}` where the value is a string with something in it, else `{}`. */
export function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === "string" && value !== "" ? { [key]: value } : {}) as { [P in K]?: string };
}

export function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A string with something in it, or null. */
export function stringOrNull(value: unknown): string | null {
  return string(value) || null;
}

/** A whole number that is at least `least`, or null. */
export function countOrNull(value: unknown, least: number): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= least ? Math.round(value) : null;
}
