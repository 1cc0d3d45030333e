// What every page does: a form is sent once, the phone menu closes with Escape, an error summary takes the focus, text can be copied.

// A second press of a button sends nothing. The button stays in the form's data, so it is marked, not disabled, until the data is taken.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  for (const button of document.querySelectorAll("button")) {
    if (button.form === form && button.type === "submit") button.setAttribute("aria-disabled", "true");
  }
});

// The back button may bring the page back as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of document.querySelectorAll('button[aria-disabled="true"]')) {
      if (button.form === form) button.removeAttribute("aria-disabled");
    }
  }
});

const menu = document.querySelector(".site-menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.querySelector(".error-summary:not(.gallery-example *)")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Copies the text of the element that it names, and says so beside it. Only where the browser can (a secure address).
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const status = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      status.textContent = "写しました。";
    } catch {
      status.textContent = "写せませんでした。文を選んで写してください。";
    }
  });
}
