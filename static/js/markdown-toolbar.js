// <markdown-toolbar for="id">: buttons that put marks into a textarea. Undo keeps working, because the browser types the marks.

const CHANGES = {
  bold: { around: "**", sample: "太字にする言葉" },
  heading: { before: "■", sample: "見出し" },
  list: { before: "・", sample: "項目" },
  quote: { before: "> ", sample: "引用する文" },
};

class MarkdownToolbar extends HTMLElement {
  connectedCallback() {
    this.area = document.getElementById(this.getAttribute("for"));
    if (!this.area) return;
    this.hidden = false;
    this.buttons = [...this.querySelectorAll("[data-mark]")];
    this.buttons.forEach((button, place) => {
      button.tabIndex = place === 0 ? 0 : -1;
      button.addEventListener("click", () => this.apply(button.dataset.mark));
    });
    this.querySelector('[role="toolbar"]').addEventListener("keydown", (event) => this.move(event));
    this.area.addEventListener("keydown", (event) => {
      const bold = event.key.toLowerCase() === "b" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing;
      if (!bold) return;
      event.preventDefault();
      this.apply("bold");
    });
    const preview = this.querySelector(".toolbar__preview");
    const shown = preview && document.getElementById(preview.getAttribute("aria-controls"));
    preview?.addEventListener("click", () => {
      shown.hidden = false;
      preview.setAttribute("aria-expanded", "true");
    });
  }

  // One stop for the Tab key; the arrows walk along the buttons.
  move(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const here = this.buttons.indexOf(document.activeElement);
    const step = steps[event.key];
    const last = this.buttons.length - 1;
    const there = Number.isFinite(step) ? (here + step + last + 1) % (last + 1) : step > 0 ? last : 0;
    this.buttons[here].tabIndex = -1;
    this.buttons[there].tabIndex = 0;
    this.buttons[there].focus();
  }

  apply(mark) {
    const { area } = this;
    const { selectionStart: start, selectionEnd: end, value } = area;
    const chosen = value.slice(start, end);
    if (mark === "link") {
      const words = chosen || "リンクの言葉";
      this.type(start, end, `[${words}](https://)`);
      const address = start + words.length + 3;
      area.setSelectionRange(address, address + "https://".length);
      return;
    }
    const { around, before, sample } = CHANGES[mark];
    if (around) {
      const words = chosen || sample;
      this.type(start, end, around + words + around);
      area.setSelectionRange(start + around.length, start + around.length + words.length);
      return;
    }
    const lineStart = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(lineStart, end) || sample;
    const marked = lines.split("\n").map((line) => (line.startsWith(before) ? line : before + line)).join("\n");
    this.type(lineStart, end, marked);
    const caret = lineStart + marked.length;
    area.setSelectionRange(lines === sample ? lineStart + before.length : caret, caret);
  }

  // execCommand is old, and still the one way to type into a textarea so that Ctrl+Z takes it back.
  type(start, end, text) {
    const { area } = this;
    area.focus();
    area.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }
}

customElements.define("markdown-toolbar", MarkdownToolbar);
