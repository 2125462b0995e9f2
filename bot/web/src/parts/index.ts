/** One file a part type; this one chooses among them. */
import { paragraph } from "../dom.ts";
import type { Part } from "../protocol.ts";
import { texts } from "../texts.ts";
import { renderButtons } from "./buttons.ts";
import { type Feedback, renderFeedback } from "./feedback.ts";
import { renderHandoff } from "./handoff.ts";
import { renderLink } from "./link.ts";
import { renderLogin } from "./login.ts";
import { renderReceipt } from "./receipt.ts";

/** What has happened in the conversation since the part came. */
export interface Since {
  /** The citizen's next message, if there is one: a choice is then made and its buttons are spent. */
  answeredWith: string | null;
  loggedIn: boolean;
  /** A newer part of the same type has come. */
  superseded: boolean;
}

/** What a part may ask the widget to do. */
export interface Actions {
  reply(text: string): void;
  announce(text: string): void;
  /** Sends what the citizen thinks of an answer. Rejects with `Refused` or `Unreachable`. */
  feedback(key: string, answer: Feedback): Promise<void>;
  skipFeedback(key: string): void;
  /** Whether this question has been answered or skipped in this tab. */
  feedbackGiven(key: string): boolean;
  /** This has become taller by what the reader pressed in it. */
  grown(node: HTMLElement): void;
}

export interface PartView {
  nodes: Node[];
  update?(since: Since): void;
}

/** Makes the elements of one part. Texts, titles, labels and values become text nodes only; `key` names the message. */
export function renderPart(part: Part, key: string, actions: Actions): PartView {
  switch (part.type) {
    case "buttons":
      return renderButtons(part, actions);
    case "link":
      return renderLink(part);
    case "receipt":
      return renderReceipt(part, actions);
    case "login":
      return renderLogin(part);
    case "handoff":
      return renderHandoff(part);
    case "feedback":
      return renderFeedback(part, key, actions);
    case "text":
      return { nodes: [paragraph(part.text ?? "")] };
  }
}

/** The part as plain lines, for the downloaded conversation. */
export function plainLines(part: Part): string[] {
  const lines = part.text ? [part.text] : [];
  switch (part.type) {
    case "buttons":
      return [...lines, ...part.buttons.map((button) => `[${button.title}]`)];
    case "link":
      return [...lines, `${part.title}: ${part.url}`];
    case "receipt": {
      const number = part.number ? [`Kvitteringsnummer: ${part.number}`] : [];
      return [...lines, part.title, ...part.facts.map((fact) => `${fact.label}: ${fact.value}`), ...number];
    }
    case "handoff":
      return [
        ...lines,
        ...part.topics.map((topic) => `– ${topic}`),
        ...(part.receipt ? [`Kvitteringsnummer: ${part.receipt}`] : []),
      ];
    case "feedback":
      return part.text ? lines : [texts.feedbackQuestion];
    case "login":
    case "text":
      return lines;
  }
}
