/** The middle of the page with a call-back open: the number, the reason, and taking and closing it. */
import { element, icon } from "../dom.ts";
import { button } from "./buttons.ts";
import { askOutcome } from "./case_acts.ts";
import type { Context } from "./context.ts";
import { Refill } from "./keyed.ts";
import { factList } from "./part_view.ts";
import type { CallBack, Outcome } from "./protocol.ts";
import { texts } from "./texts.ts";
import { weekdayTime } from "./time.ts";
import { TroubleView } from "./trouble_view.ts";

export class CallBackView {
  readonly node: HTMLElement;
  private readonly body = element("div", { class: "call-back" });
  private readonly refill = new Refill(this.body);
  private readonly trouble: TroubleView;

  constructor(private readonly context: Context) {
    this.trouble = new TroubleView(context);
    this.node = element("div", { class: "talk" }, this.trouble.node, this.body);
  }

  render(one: CallBack): void {
    this.trouble.render(one.id);
    const running = this.context.acts.isRunning(one.id);
    const known = one.case !== null && this.context.store.case(one.case) !== null;
    this.refill.with([one, running, known], () => this.contents(one, known));
  }

  /** The call-back's own act under the key "t". */
  take(one: CallBack): void {
    if (one.status !== "waiting") return;
    const { acts, api, store } = this.context;
    const take = async () => {
      const changed = await api.takeCallBack(one.id);
      if (changed) store.takeCallBack(changed);
      return texts.callBackYours;
    };
    const isMine = () => store.callBacks.some((now) => now.id === one.id && this.isMine(now));
    void acts.run(one.id, texts.failedAct.callBack, take, isMine);
  }

  close(one: CallBack): void {
    if (!this.isMine(one)) return;
    const { acts, api, store } = this.context;
    const done = async (outcome: Outcome) => {
      const changed = await api.closeCallBack(one.id, outcome);
      if (changed) store.takeCallBack(changed);
      return texts.callBackDone;
    };
    askOutcome(texts.callBackTitle, texts.callBackClose, [], (outcome) => {
      const closed = () => store.callBacks.some((now) => now.id === one.id && now.status === "closed");
      void acts.run(one.id, texts.failedAct.callBack, () => done(outcome), closed);
    });
  }

  private isMine(one: CallBack): boolean {
    return one.status === "taken" && one.person?.id === this.context.store.employee?.id;
  }

  private contents(one: CallBack, known: boolean): Node[] {
    const mine = this.isMine(one);
    const number = telephone(one.phone);
    const facts = [
      { label: texts.queue, value: one.queueName },
      { label: texts.callBackOrdered, value: weekdayTime(one.createdAt) },
      { label: texts.receipt, value: one.receipt ?? "" },
    ].filter((fact) => fact.value !== "");
    const buttons: Node[] = [];
    if (one.status === "waiting") {
      buttons.push(button(texts.callBackTake, "primary", () => this.take(one), icon("person")));
    }
    if (mine) buttons.push(button(texts.callBackClose, "secondary", () => this.close(one), icon("check")));
    if (known && one.case !== null) {
      const id = one.case;
      buttons.push(button(texts.callBackCase, "secondary", () => this.context.select({ kind: "case", id })));
    }
    return [
      element("h1", { class: "talk-title", tabindex: "-1" }, texts.callBackTitle),
      element("p", { class: "talk-state" }, this.words(one, mine)),
      element(
        "p",
        { class: "call-back-number" },
        icon("headset"),
        number.href === null
          ? number.shown
          : element(
              "a",
              { href: number.href, "aria-label": `${texts.callBackNumber} ${number.shown}` },
              number.shown,
            ),
      ),
      ...(one.reason
        ? [element("h2", {}, texts.callBackReason), element("p", { class: "message-text" }, one.reason)]
        : []),
      factList(facts),
      element("div", { class: "talk-acts" }, ...buttons),
    ];
  }

  private words(one: CallBack, mine: boolean): string {
    if (one.status === "closed") return texts.callBackEnded;
    if (one.status === "waiting") return texts.callBackTakeFirst;
    return mine ? texts.callBackYours : texts.callBackTheirs(one.person?.name ?? texts.authors.person);
  }
}

/** A number as it is read ("20 12 34 56") and as it is called; no link where it is not a number. */
export function telephone(phone: string): { shown: string; href: string | null } {
  const digits = phone.replace(/[\s().-]/g, "");
  if (!/^\+?\d{4,15}$/.test(digits)) return { shown: phone, href: null };
  const danish = /^(\+45|0045)?(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(digits);
  const shown = danish ? danish.slice(2).join(" ") : phone;
  return { shown, href: `tel:${digits}` };
}
