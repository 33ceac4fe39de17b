// A button that copies a text of the page; without this the text is selected by hand.
const select = (text) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
};
document.querySelectorAll("[data-copy]").forEach((button) => {
  const text = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.innerText);
    } catch { // an office's network without https has no clipboard of its own
      select(text);
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
  });
});
