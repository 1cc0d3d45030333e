// The meaning of a marked word beside it: on hover, on focus, on a tap. Without this a mark is a link to the glossary and no more.
// WCAG 1.4.13: Escape closes it, the pointer may move onto it, it stays until the word is left.

const SHOW_AFTER = 150; // milliseconds, so that a pointer that passes opens nothing
const HIDE_AFTER = 300; // long enough to reach the meaning from the word
const GAP = 6; // pixels between the word and its meaning
const EDGE = 8; // pixels that the screen's edge keeps free

if ("popover" in HTMLElement.prototype) connect();

function connect() {
  const tip = Object.assign(document.createElement("div"), { className: "gloss-tip", id: "gloss-tip", popover: "manual" });
  const meaning = Object.assign(document.createElement("p"), { className: "gloss-tip__meaning" });
  const way = Object.assign(document.createElement("p"), { className: "gloss-tip__way" });
  let shown = null;
  let timer = 0;
  let wasShown = false;

  tip.setAttribute("role", "tooltip");
  tip.append(meaning, way);
  document.body.append(tip);

  const hide = () => {
    clearTimeout(timer);
    if (shown === null) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    tip.hidePopover();
  };

  const show = (word, isTouched) => {
    clearTimeout(timer);
    if (shown === word) return;
    hide();
    shown = word;
    meaning.textContent = word.dataset.meaning;
    way.textContent = isTouched ? "もう一度押すと、用語集を開きます。" : "";
    word.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    place(word);
  };

  // Below the word; above it where there is no room. A word that breaks over two lines has two boxes: the first counts.
  const place = (word) => {
    const [box] = word.getClientRects();
    const { clientWidth, clientHeight } = document.documentElement;
    const isAbove = box.bottom + GAP + tip.offsetHeight > clientHeight && box.top > tip.offsetHeight + GAP;
    const top = isAbove ? box.top - GAP - tip.offsetHeight : box.bottom + GAP;
    const left = Math.max(EDGE, Math.min(box.left, clientWidth - tip.offsetWidth - EDGE));
    tip.style.top = `${top + scrollY}px`;
    tip.style.left = `${left + scrollX}px`;
  };

  const soon = (act, wait) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
  const hideSoon = () => soon(hide, HIDE_AFTER);

  for (const word of document.querySelectorAll("a.gloss")) {
    word.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") soon(() => show(word, false), SHOW_AFTER);
    });
    word.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse") hideSoon();
    });
    word.addEventListener("focus", () => {
      if (word.matches(":focus-visible")) show(word, false);
    });
    word.addEventListener("blur", hideSoon);
    // A finger has no way to look first: its first tap shows the meaning, its second goes to the glossary.
    word.addEventListener("pointerdown", () => {
      wasShown = shown === word;
    });
    word.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || wasShown) return;
      event.preventDefault();
      show(word, true);
    });
  }

  tip.addEventListener("pointerenter", () => clearTimeout(timer));
  tip.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse") hideSoon();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest?.("a.gloss, .gloss-tip")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || shown === null) return;
    event.stopPropagation(); // the menu of a phone stays open
    hide();
  }, { capture: true });
  addEventListener("resize", hide);
}
