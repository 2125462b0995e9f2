/** The employee's acts over HTTP. Each has an answer: done, refused with a Danish sentence, or not reached. */
import { Refused, Unreachable } from "../api.ts";
import { isRecord } from "../protocol.ts";
import {
  type BannerLevel,
  type CallBack,
  type Case,
  type CurrentBanner,
  type DeskMessage,
  each,
  type Note,
  type Outcome,
  type Person,
  readBanner,
  readCallBack,
  readCase,
  readDeskMessage,
  readId,
  readNote,
  readPerson,
  readSuggestion,
  readTopicName,
  record,
  type Suggestion,
  type TopicName,
} from "./protocol.ts";

/** Refused, and where another employee was first, by whom. */
export class DeskRefused extends Refused {
  constructor(
    status: number,
    code: string,
    text: string,
    readonly person: Person | null,
  ) {
    super(status, code, text);
  }

  /** The session has ended: sign in, then do it again. */
  get signedOut(): boolean {
    return this.status === 401;
  }
}

export type DeskFetch = (path: string, init: RequestInit) => Promise<Response>;

export interface Me {
  employee: Person;
  topics: TopicName[];
}

const TIMEOUT_MS = 15_000;

export class DeskApi {
  constructor(private readonly fetch: DeskFetch) {}

  async me(): Promise<Me> {
    const answer = await this.call("GET", "/api/desk/me");
    const employee = readPerson(answer.employee);
    if (!employee) throw new DeskRefused(502, "garbled", "", null);
    return { employee, topics: each(answer.topics, readTopicName) };
  }

  take(id: string): Promise<Case> {
    return this.onCase(id, "take", {});
  }
  move(id: string, queue: string): Promise<Case> {
    return this.onCase(id, "move", { queue });
  }
  giveBack(id: string): Promise<Case> {
    return this.onCase(id, "give_back", {});
  }
  close(id: string, outcome: Outcome): Promise<Case> {
    return this.onCase(id, "close", { outcome });
  }

  /** Sends one message; the same `clientId` again is the same message. */
  async send(id: string, text: string, clientId: string): Promise<DeskMessage | null> {
    const answer = await this.call("POST", `${casePath(id)}/messages`, { text, client_id: clientId });
    return readDeskMessage(answer.message);
  }
  async note(id: string, text: string, clientId: string): Promise<Note | null> {
    const answer = await this.call("POST", `${casePath(id)}/notes`, { text, client_id: clientId });
    return readNote(answer.note);
  }

  async takeCallBack(id: string): Promise<CallBack | null> {
    return readCallBack((await this.call("POST", `${callBackPath(id)}/take`, {})).call_back);
  }
  async closeCallBack(id: string, outcome: Outcome): Promise<CallBack | null> {
    return readCallBack((await this.call("POST", `${callBackPath(id)}/close`, { outcome })).call_back);
  }

  async publish(text: string, level: BannerLevel, until: string | null): Promise<CurrentBanner | null> {
    const body = { text, level, ...(until ? { until } : {}) };
    return readBanner((await this.call("PUT", "/api/desk/banner", body)).banner);
  }
  async withdraw(): Promise<void> {
    await this.call("DELETE", "/api/desk/banner");
  }
  async topic(enquiry: string, off: boolean): Promise<string[]> {
    const path = `/api/desk/topics/${encodeURIComponent(enquiry)}`;
    return each((await this.call("PUT", path, { off })).topics_off, readId);
  }

  async suggestions(id: string, words: string): Promise<Suggestion[]> {
    const query = new URLSearchParams({ case: id, q: words });
    return each((await this.call("GET", `/api/desk/suggestions?${query}`)).suggestions, readSuggestion);
  }

  async logOut(): Promise<void> {
    await this.call("POST", "/desk/logout", {});
  }

  private async onCase(id: string, act: string, body: object): Promise<Case> {
    const changed = readCase((await this.call("POST", `${casePath(id)}/${act}`, body)).case);
    if (!changed) throw new DeskRefused(502, "garbled", "", null);
    return changed;
  }

  private async call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    let response: Response;
    let answer: unknown;
    try {
      response = await this.fetch(path, {
        method,
        headers: { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      answer = parsed(await response.text());
    } catch {
      throw new Unreachable(path);
    }
    if (response.ok) return record(answer);
    // A proxy that answers for a gateway that is away has no answer of ours: that is no refusal.
    if (!isRecord(answer) && response.status >= 500) throw new Unreachable(path);
    const error = record(record(answer).error);
    throw new DeskRefused(
      response.status,
      readId(error.code) ?? "unknown",
      readId(error.text) ?? "",
      readPerson(error.person ?? record(answer).person),
    );
  }
}

function parsed(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return null;
  }
}

function casePath(id: string): string {
  return `/api/desk/cases/${encodeURIComponent(id)}`;
}

function callBackPath(id: string): string {
  return `/api/desk/call_backs/${encodeURIComponent(id)}`;
}
