// <character-counter for="id" max="120">: how many characters are left. Counts as the server does: a line break is one character,
// a character of two code units is one. Speaks after a pause, and only near the limit.

const NEAR = 0.9;
const PAUSE = 1200;

class CharacterCounter extends HTMLElement {
  connectedCallback() {
    this.control = document.getElementById(this.getAttribute("for"));
    this.limit = Number(this.getAttribute("max"));
    if (!this.control || !this.limit) return;
    this.shown = document.createElement("span");
    this.spoken = document.createElement("span");
    this.spoken.className = "visually-hidden";
    this.spoken.setAttribute("role", "status");
    this.replaceChildren(this.shown, this.spoken);
    this.show = this.show.bind(this);
    this.control.addEventListener("input", this.show);
    this.show();
  }

  disconnectedCallback() {
    this.control?.removeEventListener("input", this.show);
    clearTimeout(this.timer);
  }

  show(event) {
    const length = Array.from(this.control.value.replaceAll("\r\n", "\n")).length;
    const over = length - this.limit;
    this.dataset.state = over > 0 ? "over" : length >= this.limit * NEAR ? "near" : "well";
    this.shown.textContent = over > 0 ? `${over}文字多いです（${length}／${this.limit}文字）` : `${length}／${this.limit}文字`;
    clearTimeout(this.timer);
    if (!event || this.dataset.state === "well") return;
    this.timer = setTimeout(() => {
      this.spoken.textContent = over > 0 ? `${over}文字多いです` : `あと${-over}文字です`;
    }, PAUSE);
  }
}

customElements.define("character-counter", CharacterCounter);
