// <auto-draft data-address data-place data-tab data-clock data-source data-unkept> inside a form: sends what is typed to the server, every
// few seconds and on leaving, and says so. What was typed last wins by its sequence: the server's clock when the page was opened, plus the
// time since. The server keeps each page's text apart, so a page never overwrites another.

const PAUSE = 3000;
// A browser lets a page that is left send 64 KB. Longer text is sent sooner, so that hardly anything is open when it is left.
const MOST_ON_LEAVING = 60_000;
const PAUSE_LONG = 1000;
const LONGEST_WAIT = 60_000;
const NEVER = /password|token|^typed_by$|^submission_key$|^draft_/i;

const WORDS = {
  offline: "保存できません。通信を確かめています",
  signedOut: "ログインが切れています。保存のボタンを押すと、ログインしたあとに、この文章から続けられます",
  elsewhere: "別の画面でも、ここに書いています。次に開いたとき、両方を見られます",
};

class AutoDraft extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form || !this.dataset.place) return;
    this.shown = this.querySelector("[data-shown]");
    this.spoken = this.querySelector("[data-spoken]");
    this.clock = Number(this.dataset.clock) - performance.now();
    this.sequence = 0;
    this.kept = 0;
    this.failures = 0;
    const changed = (event) => this.changed(event);
    this.form.addEventListener("input", changed);
    this.form.addEventListener("change", changed);
    this.form.addEventListener("form-rows:changed", changed);
    this.form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) this.stop();
    });
    this.leave = () => {
      if (document.visibilityState === "hidden") this.send({ leaving: true });
    };
    document.addEventListener("visibilitychange", this.leave);
    window.addEventListener("pagehide", () => this.send({ leaving: true }));
    window.addEventListener("online", () => {
      this.stopped = false;
      this.send();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.stopped = false;
    });
    // The page came back with something to put right: what it holds is nowhere else.
    if ("unkept" in this.dataset) this.changed();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.leave);
  }

  get now() {
    return Math.round(this.clock + performance.now());
  }

  changed(event) {
    if (event?.target.type === "file") return;
    this.stopped = false;
    this.sequence = Math.max(this.now, this.sequence + 1);
    if (!this.timer && !this.failures) this.wait(this.isLong ? PAUSE_LONG : PAUSE);
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  // The form is on its way to the server itself.
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.request?.abort();
  }

  get body() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !NEVER.test(name));
    const { place, tab, source } = this.dataset;
    return JSON.stringify({ place, tab, source, sequence: this.sequence, fields });
  }

  async send({ leaving = false } = {}) {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { sequence } = this;
    if (this.stopped || sequence <= this.kept || (this.request && !leaving)) return;
    const body = new Blob([this.body], { type: "application/json" });
    this.isLong = body.size > MOST_ON_LEAVING;
    const request = new AbortController();
    this.request = request;
    try {
      const answer = await fetch(this.dataset.address, {
        method: "POST",
        body,
        keepalive: leaving && !this.isLong,
        headers: { "X-CSRFToken": token(this.form) },
        signal: request.signal,
      });
      await this.answered(answer, sequence);
    } catch {
      if (!request.signal.aborted) this.failed(WORDS.offline);
    }
    if (this.request === request) this.request = undefined;
    if (!this.stopped && !this.timer && !this.failures && this.sequence > this.kept) this.wait(this.isLong ? PAUSE_LONG : PAUSE);
  }

  async answered(answer, sequence) {
    if (answer.status === 401 || answer.status === 403) return this.failed(WORDS.signedOut);
    if (answer.status === 404 || answer.status >= 500) return this.failed(WORDS.offline);
    const { at, clock, elsewhere, reason } = await answer.json();
    if (reason) return this.failed(reason);
    const again = this.failures > 0;
    this.failures = 0;
    this.kept = Math.max(this.kept, sequence);
    // A machine that slept has lost time.
    this.clock = Math.max(this.clock, clock - performance.now());
    this.say(elsewhere ? WORDS.elsewhere : `下書きを保存しました ${at}`, elsewhere ? WORDS.elsewhere : `下書きを保存しました`, again);
    if (this.sequence <= this.kept) this.dispatchEvent(new CustomEvent("auto-draft:kept", { bubbles: true }));
    return undefined;
  }

  failed(words) {
    this.failures += 1;
    this.say(words, words);
    this.dataset.state = "failed";
    if (!this.stopped) this.wait(Math.min(PAUSE * 2 ** (this.failures - 1), LONGEST_WAIT));
  }

  // Seen each time, spoken only when it is something new.
  say(shown, spoken, again = false) {
    this.dataset.state = "kept";
    this.shown.hidden = false;
    this.shown.textContent = shown;
    if (this.said === spoken && !again) return;
    this.said = spoken;
    this.spoken.textContent = spoken;
  }
}

// Signing in again in another window gives a new token, which the cookie knows first.
function token(form) {
  const cookie = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken?.value ?? "";
}

customElements.define("auto-draft", AutoDraft);
