// <episode-rows data-prefix="episodes" data-max="30">: rows of a Django formset, added, removed and moved in place.
// The server reads ORDER and DELETE; a removed row stays in the form, hidden, with DELETE checked.

class EpisodeRows extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".episode-rows__list");
    this.blank = this.querySelector(":scope > template");
    this.add = this.querySelector('[data-action="add"]');
    this.announced = this.querySelector("[data-announce]");
    this.total = this.closest("form")?.elements[`${this.dataset.prefix}-TOTAL_FORMS`];
    if (!this.total) return;
    this.add.hidden = false;
    this.fold();
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-action]");
      if (button) this[button.dataset.action === "add" ? "append" : button.dataset.action](button.closest("[data-row]"));
    });
    this.dress(this);
    this.number();
  }

  // The server sends spare rows for those without JavaScript; one blank row is enough where a button adds more.
  fold() {
    const spare = () => this.list.lastElementChild;
    const isBlank = (row) => ![...row.querySelectorAll("input:not([type=hidden]):not([type=number]), textarea")].some((control) => control.type === "checkbox" ? control.checked : control.value.trim());
    const first = Number(this.closest("form").elements[`${this.dataset.prefix}-INITIAL_FORMS`]?.value ?? 0);
    while (this.list.childElementCount > Math.max(first, 1) && isBlank(spare())) {
      spare().remove();
      this.total.value = String(Number(this.total.value) - 1);
    }
  }

  get rows() {
    return [...this.list.querySelectorAll(":scope > [data-row]:not([hidden])")];
  }

  dress(part) {
    for (const tools of part.querySelectorAll("[data-tools]")) tools.hidden = false;
    for (const plain of part.querySelectorAll("[data-plain]")) plain.hidden = true;
    for (const removed of part.querySelectorAll('[name$="-DELETE"]:checked')) removed.closest("[data-row]").hidden = true;
  }

  append() {
    const place = Number(this.total.value);
    const copy = this.blank.content.cloneNode(true);
    for (const element of copy.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__prefix__")) element.setAttribute(name, value.replaceAll("__prefix__", String(place)));
      }
    }
    this.dress(copy);
    const row = copy.querySelector("[data-row]");
    this.list.append(copy);
    this.total.value = String(place + 1);
    this.changed(`対話を追加しました。全部で${this.rows.length}件です。`);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  remove(row) {
    const { rows } = this;
    const place = rows.indexOf(row);
    const filled = [...row.querySelectorAll("input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=number]), textarea")].some((control) => control.value.trim());
    if (filled && !window.confirm(`対話${place + 1}を削除します。よろしいですか。`)) return;
    row.querySelector('[name$="-DELETE"]').checked = true;
    row.hidden = true;
    this.changed(`対話${place + 1}を削除しました。残りは${this.rows.length}件です。`);
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
    this.changed(`対話を${place + step + 1}番目に移しました。`);
    const button = row.querySelector(`[data-action="${step < 0 ? "up" : "down"}"]`);
    (button.disabled ? row.querySelector(`[data-action="${step < 0 ? "down" : "up"}"]`) : button).focus();
  }

  changed(words) {
    this.number();
    this.announced.textContent = words;
    this.dispatchEvent(new CustomEvent("episode-rows:changed", { bubbles: true }));
  }

  number() {
    const { rows } = this;
    rows.forEach((row, place) => {
      for (const number of row.querySelectorAll("[data-number]")) number.textContent = String(place + 1);
      const order = row.querySelector('[name$="-ORDER"]');
      if (order) order.value = String(place + 1);
      row.querySelector('[data-action="up"]').disabled = place === 0;
      row.querySelector('[data-action="down"]').disabled = place === rows.length - 1;
    });
    const most = Number(this.dataset.max);
    this.add.disabled = most > 0 && rows.length >= most;
  }
}

customElements.define("episode-rows", EpisodeRows);
