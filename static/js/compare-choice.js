// The boxes of .compare-form: what is ticked goes along in the address, to the other pages of the list and back.

const boxes = () => [...document.querySelectorAll('.compare-form input[name="id"]')];
const conditions = document.querySelector(".case-conditions");

function carry() {
  const chosen = boxes().filter((box) => box.checked).map((box) => box.value);
  const withChoice = (address) => {
    const url = new URL(address);
    url.searchParams.delete("id");
    for (const id of chosen) url.searchParams.append("id", id);
    return url;
  };
  history.replaceState(history.state, "", withChoice(location.href));
  for (const link of document.querySelectorAll("main a[href]")) {
    if (link.origin === location.origin && link.pathname === location.pathname) link.href = withChoice(link.href);
  }
  for (const kept of conditions?.querySelectorAll('input[type="hidden"][name="id"]') ?? []) kept.remove();
  for (const id of chosen) {
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "id", value: id });
    conditions?.append(kept);
  }
}

document.querySelector(".compare-form")?.addEventListener("change", carry);
// A browser that goes back may show boxes as they were left.
window.addEventListener("pageshow", () => {
  if (boxes().some((box) => box.checked !== box.defaultChecked)) carry();
});
