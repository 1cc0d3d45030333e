// [data-lesson-note] keeps a note to oneself in this browser alone: nothing of it is sent. Where the browser keeps nothing, the box stays away.

const box = document.querySelector("[data-lesson-note]");

function store() {
  try {
    localStorage.setItem("bansou:probe", "1");
    localStorage.removeItem("bansou:probe");
    return localStorage;
  } catch {
    return null;
  }
}

const kept = box && store();
if (kept) {
  const key = `bansou:lesson-note:${box.dataset.lessonNote}`;
  const note = box.querySelector("textarea");
  const status = box.querySelector("[role=status]");
  note.value = kept.getItem(key) ?? "";
  note.addEventListener("input", () => {
    try {
      if (note.value) kept.setItem(key, note.value);
      else kept.removeItem(key);
      status.textContent = "このブラウザーに残しました。";
    } catch {
      status.textContent = "これ以上は残せません。短くしてください。";
    }
  });
  box.querySelector("[data-clear]").addEventListener("click", () => {
    note.value = "";
    kept.removeItem(key);
    status.textContent = "消しました。";
    note.focus();
  });
  box.hidden = false;
  document.querySelector(".lesson-note-without").hidden = true;
}
