// <form data-guard>: asks before the page is left while typed text has not been sent. data-guard="typed": it already holds such text.

const asked = "input, textarea, select";

for (const form of document.querySelectorAll("form[data-guard]")) {
  // A form that came back with errors, or with parked text, holds text that nobody has stored yet.
  let changed = form.querySelector('[aria-invalid="true"]') !== null || form.dataset.guard === "typed";
  form.addEventListener("input", (event) => {
    if (event.target.matches(asked)) changed = true;
  });
  form.addEventListener("form-rows:changed", () => {
    changed = true;
  });
  // The server has the text; a chosen file it has not.
  form.addEventListener("auto-draft:kept", () => {
    changed = [...form.querySelectorAll('input[type="file"]')].some((file) => file.files.length > 0);
  });
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
