/** Which queues one looks after, with how many wait in each and for how long. */
import { element, icon } from "../dom.ts";
import type { Context } from "./context.ts";
import { Keyed, setText } from "./keyed.ts";
import type { Queue } from "./protocol.ts";
import { texts } from "./texts.ts";
import { spoken, weekdayTime } from "./time.ts";

export class QueuesView {
  readonly node: HTMLElement;
  private readonly summary = element("span", { class: "queues-chosen" });
  private readonly rows: Keyed<Queue>;

  constructor(private readonly context: Context) {
    const list = element("ul", { class: "queue-list" });
    this.rows = new Keyed<Queue>(
      list,
      (queue) => queue.id,
      (queue) => this.make(queue),
      (node, queue) => this.update(node, queue),
    );
    this.node = element(
      "details",
      { class: "queues" },
      element(
        "summary",
        {},
        element("span", { class: "queues-title" }, texts.queues),
        this.summary,
        icon("chevron-down"),
      ),
      element("p", { class: "desk-hint", id: "queues-hint" }, texts.chooseQueues),
      list,
    );
  }

  /** Ids of the queues chosen; those that do not exist any more do not count. */
  chosen(): Set<string> {
    const known = new Set(this.context.store.queues.map((queue) => queue.id));
    return new Set(this.context.memory.choices.queues.filter((id) => known.size === 0 || known.has(id)));
  }

  render(): void {
    this.rows.sync(this.context.store.queues);
    const chosen = this.chosen();
    const some = chosen.size > 0 && chosen.size < this.context.store.queues.length;
    setText(this.summary, some ? texts.chosenQueues(chosen.size) : texts.allQueues);
  }

  private make(queue: Queue): HTMLElement {
    const box = element("input", {
      type: "checkbox",
      class: "form-checkbox",
      id: `queue-${queue.id}`,
      "aria-describedby": `queue-facts-${queue.id}`,
    });
    box.addEventListener("change", () => {
      const chosen = this.chosen();
      if (box.checked) chosen.add(queue.id);
      else chosen.delete(queue.id);
      this.context.memory.choose({ queues: [...chosen] });
      this.context.changed();
    });
    return element(
      "li",
      {},
      box,
      element("label", { for: box.id }, queue.name),
      element("span", { class: "queue-facts", id: `queue-facts-${queue.id}` }),
    );
  }

  private update(node: HTMLElement, queue: Queue): void {
    const box = node.querySelector("input");
    const label = node.querySelector("label");
    const facts = node.querySelector<HTMLElement>(".queue-facts");
    if (!box || !label || !facts) return;
    box.checked = this.chosen().has(queue.id);
    setText(label, queue.name);
    const words = [texts.queueWaiting(queue.waiting)];
    if (queue.waiting > 0 && queue.longestWaitSeconds !== null) {
      words.push(`${texts.longestWait} ${spoken(queue.longestWaitSeconds)}`);
    }
    if (!queue.isOpen) {
      const opens = weekdayTime(queue.opensAt);
      words.push(opens ? `${texts.queueClosed}, åbner ${opens}` : texts.queueClosed);
    } else if (!queue.staffed) words.push(texts.queueUnstaffed);
    setText(facts, words.join(" · "));
    facts.classList.toggle("waits", queue.waiting > 0);
  }
}
