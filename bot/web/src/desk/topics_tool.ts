/** Which topics the assistant answers, and which it leaves to people. */
import { element } from "../dom.ts";
import { explain } from "./acts.ts";
import { busy, isBusy } from "./buttons.ts";
import type { Context } from "./context.ts";
import { type Opened, open } from "./dialogs.ts";
import type { TopicName } from "./protocol.ts";
import { texts } from "./texts.ts";

export interface TopicsTool {
  /** Shows what has been switched, here or by a colleague. */
  render(): void;
}

/** Opens the list of topics with a switch each. */
export function openTopicsTool(context: Context): TopicsTool {
  const find = element("input", {
    class: "form-input",
    id: "topics-find",
    type: "search",
    autocomplete: "off",
    autofocus: true,
  });
  const list = element("ul", { class: "topic-switches" });
  const none = element("p", { class: "desk-hint", hidden: true }, texts.topicsNone);
  const rows = topicsOf(context).map((topic) => row(topic, context, () => opened));
  list.append(...rows.map((one) => one.node));
  const filter = () => {
    const words = find.value.trim().toLocaleLowerCase("da");
    for (const { node, title } of rows) node.hidden = !title.toLocaleLowerCase("da").includes(words);
    none.hidden = rows.some(({ node }) => !node.hidden);
  };
  find.addEventListener("input", filter);
  const opened: Opened = open({
    title: texts.topicsTitle,
    wide: true,
    body: () => [
      element("p", {}, texts.topicsHint),
      element("label", { class: "form-label", for: find.id }, texts.topicsFind),
      find,
      none,
      list,
    ],
    action: { text: texts.doneButton, go: ({ close }) => close() },
    cancel: false,
  });
  const tool = {
    render() {
      for (const one of rows) one.render();
    },
  };
  filter();
  tool.render();
  return tool;
}

/** All topics by title; one that is off is there even where the gateway did not name it. */
function topicsOf(context: Context): TopicName[] {
  const { topics, topicsOff } = context.store;
  const unnamed = topicsOff.filter((id) => !topics.some((topic) => topic.id === id));
  const all = [...topics, ...unnamed.map((id) => ({ id, title: id }))];
  return all.sort((a, b) => a.title.localeCompare(b.title, "da"));
}

function row(topic: TopicName, context: Context, opened: () => Opened) {
  const { store, api } = context;
  const state = element("span", { class: "switch-state", "aria-hidden": "true" });
  const toggle = element(
    "button",
    { type: "button", role: "switch", class: "topic-switch", "aria-checked": "true" },
    element("span", { class: "switch-title" }, topic.title),
    state,
    element(
      "span",
      { class: "switch-track", "aria-hidden": "true" },
      element("span", { class: "switch-dot" }),
    ),
  );
  toggle.addEventListener("click", async () => {
    if (isBusy(toggle)) return;
    busy(toggle, true);
    opened().problem("");
    const off = !store.topicsOff.includes(topic.id);
    try {
      store.receive({ type: "topics_off", topicsOff: await api.topic(topic.id, off) });
      context.announce(`${topic.title}: ${off ? texts.topicOff : texts.topicOn}`);
    } catch (problem) {
      opened().problem(`${texts.topicFailed(topic.title)} ${explain(problem)}`);
    } finally {
      busy(toggle, false);
    }
  });
  return {
    node: element("li", {}, toggle),
    title: topic.title,
    render() {
      const on = !store.topicsOff.includes(topic.id);
      toggle.setAttribute("aria-checked", String(on));
      state.textContent = on ? texts.topicOn : texts.topicOff;
    },
  };
}
