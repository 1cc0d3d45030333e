// A link 「引用して返信」 (…?quote=…#reply-form) loads the page with the whole post quoted. Where the reply form is on this page already, it
// quotes in place instead, and what is selected within the post alone: nothing that was typed has to wait for a page.

const LONGEST = 1000;

document.addEventListener("click", (event) => {
  const link = event.target.closest('.post__actions a[href*="quote="]');
  const area = document.querySelector(".topic-reply-form textarea");
  const post = link?.closest(".post");
  if (!link || !area || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const words = selectedWithin(post) || wholeText(post);
  const name = post.querySelector(".person__name")?.textContent.trim() ?? "";
  const lines = words.split("\n").map((line) => `> ${line}`.trimEnd());
  quote(area, `> ${name}さん：\n${lines.join("\n")}\n\n`);
});

// The selection is still there: a click on a link keeps it.
function selectedWithin(post) {
  const selection = window.getSelection();
  const body = post.querySelector(".post__body");
  if (!body || selection.isCollapsed || !body.contains(selection.anchorNode) || !body.contains(selection.focusNode)) return "";
  return selection.toString().trim();
}

function wholeText(post) {
  const body = post.querySelector(".post__body");
  const words = [...(body?.children ?? [])]
    .filter((part) => part.tagName !== "BLOCKQUOTE" && part.tagName !== "FIGURE")
    .map((part) => part.innerText.trim())
    .join("\n");
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}

// execCommand is old, and still the one way to type into a textarea so that Ctrl+Z takes it back.
function quote(area, words) {
  const before = area.value.trimEnd();
  area.focus();
  area.setSelectionRange(before.length, area.value.length);
  const text = before ? `\n\n${words}` : words;
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, before.length, area.value.length, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  area.scrollIntoView({ block: "center" });
}
