// Below a search box over the whole site: words, conditions and titles while somebody types. Without this the box searches as before.
// A combobox with a list (WAI-ARIA's pattern): the focus stays in the box, the arrows walk through the list, Enter goes there.

const WAIT = 120; // milliseconds without a key after which somebody looks up

for (const form of document.querySelectorAll(".search-box")) {
  if (new URL(form.action).pathname === "/search/" && form.closest(".gallery-example") === null) offerBelow(form);
}

function offerBelow(form) {
  const input = form.querySelector(".search-box__input");
  const list = Object.assign(document.createElement("div"), { className: "search-suggest", id: `${input.id}-list`, hidden: true });
  const status = Object.assign(document.createElement("span"), { className: "visually-hidden" });
  const place = form.querySelector(".search-box__row");
  let timer = 0;
  let asking = new AbortController();
  let isComposing = false;
  let active = -1;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "検索の候補");
  status.setAttribute("role", "status");
  place.append(list, status);
  input.type = "text"; // a box of the type search may not be a combobox; the keyboard of a phone still says 検索
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }

  const close = () => {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const mark = (number) => {
    active = number;
    for (const [place, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(place === active));
    const option = list.children[active];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const show = (suggestions) => {
    const options = suggestions.map(({ label, text, url }, number) => {
      const option = Object.assign(document.createElement("div"), { className: "search-suggest__option", id: `${list.id}-${number}` });
      const words = Object.assign(document.createElement("span"), { className: "search-suggest__text", textContent: text });
      const kind = Object.assign(document.createElement("span"), { className: "search-suggest__label", textContent: label });
      option.setAttribute("role", "option");
      option.dataset.url = url;
      option.append(words, " ", kind);
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = list.hidden ? "" : `候補が${options.length}件あります。`;
    mark(-1);
  };

  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const typed = input.value;
    if (!typed.trim()) return close();
    const address = new URL("suggest/", form.action);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      const suggestions = answer.ok ? (await answer.json()).suggestions : [];
      if (input.value === typed && document.activeElement === input) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const askSoon = () => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(ask, WAIT);
  };

  // While an input method composes, what stands in the box is no word yet, and the keys are its own.
  input.addEventListener("compositionstart", () => {
    isComposing = true;
    close();
  });
  input.addEventListener("compositionend", () => {
    isComposing = false;
    askSoon();
  });
  input.addEventListener("input", askSoon);
  input.addEventListener("blur", close);

  input.addEventListener("keydown", (event) => {
    if (isComposing || event.isComposing || event.keyCode === 229) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void ask();
      // Beyond either end is the box itself.
      if (event.key === "ArrowDown") mark(active === last ? -1 : active + 1);
      else mark(active === -1 ? last : active - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation(); // the menu of a phone stays open
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active]);
    }
  });

  const go = (option) => {
    const url = new URL(option.dataset.url, location.href);
    if (url.origin === location.origin) location.assign(url);
  };

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  form.addEventListener("submit", close);
  window.addEventListener("pageshow", close);
}
