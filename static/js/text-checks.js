// Keeps 「文章の確認」 beside the editor up to date: asks anew each time the preview has taken what was typed.
document.addEventListener("w-preview:loaded", async (event) => {
  const list = document.querySelector("[data-text-checks]");
  if (!list) return;
  const address = new URL(list.dataset.textChecks, window.location.href);
  address.searchParams.set("preview", event.target.dataset.wPreviewUrlValue);
  const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (answer.ok && !answer.redirected) list.innerHTML = await answer.text();
});
