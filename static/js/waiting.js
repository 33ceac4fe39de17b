// A page that waits for work behind it asks how far it is; without this, the link does.
const place = document.querySelector("[data-waiting]");
const part = (name) => place.querySelector(`[data-waiting-${name}]`);
const show = (answer) => {
  part("text").textContent = answer.text;
  part("hint").textContent = answer.hint;
  part("said").textContent = answer.said;
  part("said").hidden = !answer.said;
  if (answer.rows) {
    part("bar").max = answer.rows;
    part("bar").value = answer.done;
  } else part("bar").removeAttribute("value"); // nobody knows how much there is to do
};
const ask = async () => {
  try {
    const response = await fetch(place.dataset.waiting, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return;
    const answer = await response.json();
    if (!answer.working) {
      window.location.reload();
      return;
    }
    show(answer);
  } catch { /* no line just now: the next time */ }
  window.setTimeout(ask, 1500);
};
if (place) window.setTimeout(ask, 700);
