/** Starts the chat on the page, and lets the front page's own questions lead into it. */
import { Chat } from "./chat.ts";
import { TabMemory } from "./session.ts";

function byId<T extends HTMLElement>(id: string, kind: { new (): T }): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page lacks #${id}`);
  return found;
}

function storage(): Pick<Storage, "getItem" | "setItem"> {
  try {
    return window.sessionStorage;
  } catch {
    // The browser forbids storage: the conversation then lasts until the page is left.
    return { getItem: () => null, setItem: () => undefined };
  }
}

const memory = new TabMemory(storage());
const home = byId("chat", HTMLElement);
const chat = new Chat(
  home,
  byId("page", HTMLElement),
  byId("acute", HTMLElement),
  memory,
  home.dataset.voice ?? "",
);

const form = byId("ask-form", HTMLFormElement);
const input = byId("ask-input", HTMLInputElement);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  input.value = "";
  if (text === "") chat.panel.open();
  else chat.ask(text);
});
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-ask]")) {
  button.addEventListener("click", () => chat.ask(button.dataset.ask ?? ""));
}

const address = new URL(window.location.href);
if (address.searchParams.get("chat") === "1") {
  address.searchParams.delete("chat");
  window.history.replaceState(null, "", address);
  chat.resumeByCookie();
  chat.panel.open();
} else if (memory.open) {
  chat.panel.open();
}
