// A visitor closes a banner: his browser remembers which, and tells nobody. Where it keeps nothing the banner is back on the next page.

const closed = (key) => {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
};

for (const bar of document.querySelectorAll("[data-announcement]")) {
  const key = `announcement-${bar.dataset.announcement}`;
  bar.hidden = closed(key);
  const button = bar.querySelector("[data-put-aside]");
  button.hidden = false;
  button.addEventListener("click", () => {
    bar.hidden = true;
    try {
      localStorage.setItem(key, "closed");
    } catch {
      // Closed on this page alone.
    }
    document.querySelector(".site-header__name").focus();
  });
}
