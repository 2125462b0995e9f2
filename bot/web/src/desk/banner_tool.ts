/** The acute message to every citizen: written, seen as they will see it, published, changed and withdrawn. */
import { element, icon } from "../dom.ts";
import { explain } from "./acts.ts";
import { busy, button, isBusy } from "./buttons.ts";
import type { Context } from "./context.ts";
import { type Opened, open } from "./dialogs.ts";
import type { BannerLevel } from "./protocol.ts";
import { texts } from "./texts.ts";
import { localOf, momentOf } from "./time.ts";

/** As many as the gateway takes. */
const MAX_CHARS = 500;
const DRAFT = "banner";
const LEVELS: readonly BannerLevel[] = ["warning", "danger"];

export function openBannerTool(context: Context): void {
  const { memory, store, api } = context;
  const now = store.banner;
  const input = element("textarea", {
    class: "form-input no-resize",
    id: "banner-text",
    rows: 3,
    autofocus: true,
    "aria-describedby": "banner-left",
  });
  input.value = memory.draft(DRAFT) || now?.text || "";
  const left = element("p", { class: "desk-hint", id: "banner-left" });
  const levels = LEVELS.map((level) =>
    element("input", {
      type: "radio",
      class: "form-radio",
      name: "banner-level",
      id: `banner-${level}`,
      value: level,
      checked: level === (now?.level ?? "warning"),
    }),
  );
  const until = element("input", {
    type: "datetime-local",
    class: "form-input",
    id: "banner-until",
    min: localOf(context.clock.now()),
  });
  const ends = Date.parse(now?.until ?? "");
  if (!Number.isNaN(ends)) until.value = localOf(ends);
  const preview = element("div", { class: "banner-preview" });

  const text = () => input.value.trim();
  const level = () =>
    LEVELS.find((one) => levels.some((radio) => radio.checked && radio.value === one)) ?? "warning";
  const show = () => {
    left.textContent = texts.bannerCharacters(MAX_CHARS - [...text()].length);
    preview.replaceChildren(
      text() === ""
        ? element("p", { class: "desk-hint" }, texts.bannerPreviewEmpty)
        : bannerAlert(text(), level()),
    );
  };
  input.addEventListener("input", () => {
    memory.setDraft(DRAFT, input.value);
    show();
  });
  for (const radio of levels) radio.addEventListener("change", show);
  show();

  const attempt = async (opened: Opened, pressed: HTMLButtonElement, work: () => Promise<string>) => {
    if (isBusy(pressed)) return;
    busy(pressed, true);
    opened.problem("");
    try {
      const said = await work();
      memory.setDraft(DRAFT, "");
      opened.close();
      context.announce(said);
    } catch (problem) {
      opened.problem(explain(problem));
    } finally {
      busy(pressed, false);
    }
  };
  const publish = (opened: Opened, pressed: HTMLButtonElement) => {
    const moment = until.value === "" ? null : momentOf(until.value);
    const over = [...text()].length - MAX_CHARS;
    if (text() === "") return opened.problem(texts.bannerBlank);
    if (over > 0) return opened.problem(texts.tooLong(over));
    if (moment !== null && Date.parse(moment) <= context.clock.now()) return opened.problem(texts.bannerPast);
    void attempt(opened, pressed, async () => {
      const banner = await api.publish(text(), level(), moment);
      store.receive({ type: "banner", banner });
      return texts.bannerPublished;
    });
  };
  open({
    title: texts.bannerTitle,
    wide: true,
    body: () => [
      element("p", {}, texts.bannerHint),
      element("label", { class: "form-label", for: input.id }, texts.bannerText),
      input,
      left,
      element(
        "fieldset",
        { class: "banner-levels" },
        element("legend", { class: "form-label" }, texts.bannerLevel),
        ...levels.map((radio, index) =>
          element(
            "div",
            { class: "desk-radio" },
            radio,
            element("label", { for: radio.id }, texts.bannerLevels[LEVELS[index] ?? "warning"]),
          ),
        ),
      ),
      element("label", { class: "form-label", for: until.id }, texts.bannerUntilLabel),
      until,
      element("h3", {}, texts.bannerPreview),
      preview,
    ],
    action: { text: now ? texts.bannerUpdate : texts.bannerPublish, go: publish },
    others: (opened) => {
      if (!now) return [];
      const withdraw = button(texts.bannerWithdraw, "secondary", () => {
        void attempt(opened, withdraw, async () => {
          await api.withdraw();
          store.receive({ type: "banner", banner: null });
          return texts.bannerWithdrawn;
        });
      });
      return [withdraw];
    },
  });
}

/** The message in the design system's alert, as on the citizens' page. */
export function bannerAlert(text: string, level: BannerLevel): HTMLElement {
  const picture = level === "danger" ? icon("error") : icon("warning");
  picture.classList.add("alert-icon");
  const kind = level === "danger" ? "error" : "warning";
  return element(
    "div",
    { class: `alert alert-${kind}` },
    picture,
    element("div", { class: "alert-body" }, element("p", { class: "alert-text" }, text)),
  );
}
