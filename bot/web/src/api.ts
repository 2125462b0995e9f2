/** The gateway over plain HTTP: starts conversations, and carries them where a WebSocket cannot be had. */
import type { Feedback } from "./parts/feedback.ts";
import { type ConversationStatus, isRecord, readMessages, readStatus, type ServerFrame } from "./protocol.ts";
import { type AcuteBanner, readBanner } from "./service/models.ts";
import type { Outgoing, Session } from "./session.ts";

/** The server answered, but not with what was asked for. `status` is HTTP's; `text` is Danish and may be shown. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly text: string,
  ) {
    super(`${status} ${code}`);
  }

  /** The conversation is not there any more, or not ours. */
  get lost(): boolean {
    return [401, 403, 404, 410].includes(this.status);
  }
}

/** No answer came: no network, no server, or none in time. */
export class Unreachable extends Error {}

const TIMEOUT_MS = 25_000;

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

export class Api {
  constructor(private readonly fetch: Fetch) {}

  /** Begins a conversation. Its greeting comes with the first read or welcome, like every other message. */
  async create(): Promise<Session> {
    const answer = await this.call("POST", "/api/conversations", null, {});
    if (typeof answer.id !== "string" || typeof answer.token !== "string")
      throw new Refused(502, "garbled", "");
    return { id: answer.id, token: answer.token };
  }

  /** Reads the conversation whole, as the welcome that a WebSocket would have given. */
  async read(session: Session): Promise<Extract<ServerFrame, { type: "welcome" }>> {
    const answer = await this.call("GET", `/api/conversations/${session.id}`, session);
    return { type: "welcome", status: readStatus(answer), messages: readMessages(answer.messages) };
  }

  /** Sends one message and waits until the whole turn is done. */
  async send(session: Session, message: Outgoing): Promise<void> {
    const body = { text: message.text, client_id: message.clientId };
    await this.call("POST", `/api/conversations/${session.id}/messages`, session, body);
  }

  async logout(session: Session): Promise<void> {
    await this.call("POST", `/api/conversations/${session.id}/logout`, session, {});
  }

  /** Stops waiting for a person; returns what state that left. Harmless where nobody waits. */
  async withdraw(session: Session): Promise<ConversationStatus> {
    return readStatus(await this.call("POST", `/api/conversations/${session.id}/withdraw`, session, {}));
  }

  /** Tells what the citizen thinks of an answer. */
  async feedback(session: Session, answer: Feedback): Promise<void> {
    await this.call("POST", `/api/conversations/${session.id}/feedback`, session, answer);
  }

  /** Reads what is told to every citizen now; null where there is nothing. */
  async banner(): Promise<AcuteBanner | null> {
    return readBanner((await this.call("GET", "/api/banner", null)).banner);
  }

  private async call(
    method: string,
    path: string,
    session: Session | null,
    body?: object,
  ): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (session?.token) headers.Authorization = `Bearer ${session.token}`;
    if (body) headers["Content-Type"] = "application/json";
    let response: Response;
    let answer: unknown;
    try {
      response = await this.fetch(path, {
        method,
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      answer = text === "" ? {} : JSON.parse(text);
    } catch {
      throw new Unreachable(path);
    }
    if (response.ok && isRecord(answer)) return answer;
    const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
    throw new Refused(
      response.status,
      typeof error.code === "string" ? error.code : "unknown",
      typeof error.text === "string" ? error.text : "",
    );
  }
}
