// Lets a save that the editor makes by itself end before the person's own: sent side by side they make two pages of a new one.
let saving = false;
let held = null;
let leaving = false;

/** Longest wait for the editor's own save, in milliseconds: a line that is gone must not keep a person from trying. */
const LONGEST = 15_000;

const isEditor = (form) => form.matches("form[data-controller~='w-autosave']");

document.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault(); // what is on its way already holds all that was typed
  else saving = true;
});

function ended() {
  saving = false;
  if (!held) return;
  const { form, submitter } = held;
  held = null;
  leaving = true;
  // Wagtail has switched the button off meanwhile, and a button that is off sends nothing: what it does stands in a field of its own.
  const action = document.createElement("input");
  Object.assign(action, { type: "hidden", name: submitter?.name ?? "", value: submitter?.value ?? "" });
  form.append(action);
  form.requestSubmit();
  action.remove();
}
document.addEventListener("w-autosave:success", ended);
document.addEventListener("w-autosave:error", ended);

window.addEventListener(
  "submit",
  (event) => {
    if (!saving || !isEditor(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!held) setTimeout(ended, LONGEST);
    held = { form: event.target, submitter: event.submitter };
  },
  { capture: true },
);
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && isEditor(event.target)) leaving = true;
});
// Back from the next page by the browser's memory: the editor saves by itself again.
window.addEventListener("pageshow", () => {
  leaving = false;
});
