// <form data-guard>: asks before the page is left while typed text has not been sent. data-guard="typed": it already holds such text.

const asked = "input, textarea, select";

for (const form of document.querySelectorAll("form[data-guard]")) {
  // A form that came back with errors, or with parked text, holds text that nobody has stored yet.
  let changed = form.querySelector('[aria-invalid="true"]') !== null || form.dataset.guard === "typed";
  form.addEventListener("input", (event) => {
    if (event.target.matches(asked)) changed = true;
  });
  form.addEventListener("episode-rows:changed", () => {
    changed = true;
  });
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
