// <form-rows data-prefix="episodes" data-name="対話" data-max="40" data-least="1">: rows of a Django formset, added, removed and moved in
// place. The server reads ORDER and DELETE; a removed row stays in the form, hidden, with DELETE checked.

class FormRows extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".form-rows__list");
    this.blank = this.querySelector(":scope > template");
    this.add = this.querySelector('[data-action="add"]');
    this.announced = this.querySelector("[data-announce]");
    this.total = this.closest("form")?.elements[`${this.dataset.prefix}-TOTAL_FORMS`];
    if (!this.total) return;
    this.fold();
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-action]");
      if (!button) return;
      event.preventDefault();
      this[button.dataset.action === "add" ? "append" : button.dataset.action](button.closest("[data-row]"));
    });
    this.dress(this);
    this.number();
  }

  // The server sends spare rows for those without JavaScript; a button adds more where there is one.
  fold() {
    const least = Number(this.dataset.least ?? 1);
    const isLast = (row) => row?.querySelector(`[name^="${this.dataset.prefix}-${Number(this.total.value) - 1}-"]`);
    while (this.list.childElementCount > least && isLast(this.list.lastElementChild) && !this.isFilled(this.list.lastElementChild)) {
      this.list.lastElementChild.remove();
      this.total.value = String(Number(this.total.value) - 1);
    }
  }

  isFilled(row) {
    const typed = "input:not([type=hidden]):not([type=number]):not([type=radio]), textarea";
    const taken = row.querySelector('[name$="-picture"]')?.value || row.dataset.keptBy || row.querySelector(".form-field__error");
    return Boolean(taken) || [...row.querySelectorAll(typed)].some((control) => (control.type === "checkbox" ? control.checked : control.value.trim()));
  }

  get rows() {
    return [...this.list.querySelectorAll(":scope > [data-row]:not([hidden])")];
  }

  get name() {
    return this.dataset.name;
  }

  dress(part) {
    for (const tools of part.querySelectorAll("[data-tools]")) tools.hidden = false;
    for (const plain of part.querySelectorAll("[data-plain]")) plain.hidden = true;
    for (const removed of part.querySelectorAll('[name$="-DELETE"]:checked')) {
      const row = removed.closest("[data-row]");
      // A row that must stay says why, and is there again.
      if (row.dataset.keptBy) removed.checked = false;
      else row.hidden = true;
    }
  }

  append() {
    const place = Number(this.total.value);
    const copy = this.blank.content.cloneNode(true);
    for (const element of copy.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__prefix__")) element.setAttribute(name, value.replaceAll("__prefix__", String(place)));
      }
    }
    const key = copy.querySelector('[name$="-key"]');
    if (key) key.value = newKey();
    this.dress(copy);
    const row = copy.querySelector("[data-row]");
    this.list.append(copy);
    this.total.value = String(place + 1);
    this.changed(`${this.name}を足しました。全部で${this.rows.length}件です。`);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  remove(row) {
    const { rows } = this;
    const place = rows.indexOf(row);
    if (row.dataset.keptBy) {
      row.querySelector("[data-refusal]").hidden = false;
      row.querySelector("[data-kept]").focus();
      this.announced.textContent = `${this.name}${place + 1}は、まだ削除できません。`;
      return;
    }
    if (this.isFilled(row) && !window.confirm(`${this.name}${place + 1}を削除します。よろしいですか。`)) return;
    row.querySelector('[name$="-DELETE"]').checked = true;
    row.hidden = true;
    this.changed(`${this.name}${place + 1}を削除しました。残りは${this.rows.length}件です。`);
    const next = this.rows[place] ?? this.rows[place - 1];
    (next ? next.querySelector("legend") : this.add).focus();
  }

  up(row) {
    this.move(row, -1);
  }

  down(row) {
    this.move(row, 1);
  }

  move(row, step) {
    const { rows } = this;
    const place = rows.indexOf(row);
    const neighbour = rows[place + step];
    if (!neighbour) return;
    if (step < 0) neighbour.before(row);
    else neighbour.after(row);
    this.changed(`${this.name}を${place + step + 1}番目に移しました。`);
    const button = row.querySelector(`[data-action="${step < 0 ? "up" : "down"}"]`);
    (button.disabled ? row.querySelector(`[data-action="${step < 0 ? "down" : "up"}"]`) : button).focus();
  }

  changed(words) {
    this.number();
    this.announced.textContent = words;
    this.dispatchEvent(new CustomEvent("form-rows:changed", { bubbles: true }));
  }

  number() {
    const { rows } = this;
    rows.forEach((row, place) => {
      for (const number of row.querySelectorAll("[data-number]")) number.textContent = String(place + 1);
      const order = row.querySelector('[name$="-ORDER"]');
      if (order) order.value = String(place + 1);
      const [up, down] = ["up", "down"].map((step) => row.querySelector(`[data-action="${step}"]`));
      up.disabled = place === 0;
      down.disabled = place === rows.length - 1;
      for (const button of [up, down]) button.hidden = rows.length === 1;
    });
    const most = Number(this.dataset.max);
    this.add.disabled = most > 0 && rows.length >= most;
  }
}

// crypto.randomUUID is there on https alone; a test on the office network may not be.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

customElements.define("form-rows", FormRows);
