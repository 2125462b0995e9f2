/** Who has the conversation, as the head of the chat says it. Pure. */
import type { ConversationState } from "../protocol.ts";
import { texts } from "../texts.ts";

/** Who has the conversation at one moment. */
export interface Presence {
  state: ConversationState;
  /** The person's name, "" where it is not known; null where no person has the conversation. */
  person: string | null;
  /** The queue where the citizen waits. */
  queue: string | null;
}

/** The line in the head of the chat. It must never say person of a robot, nor robot of a person. */
export function headLine({ state, person, queue }: Presence): string {
  switch (state) {
    case "bot":
      return texts.robotLine;
    case "waiting_for_person":
      return queue ? texts.waitingLineIn(queue) : texts.waitingLine;
    case "with_person":
      return person ? texts.personLineWith(person) : texts.personLine;
    case "closed":
      return texts.closedLine;
  }
}
