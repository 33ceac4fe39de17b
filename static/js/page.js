// What makes every page quicker; nothing here is needed for a page to work.

// An open menu closes with Escape and with a press elsewhere.
const menus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  menus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// The summary of errors is read first.
document.querySelector("[data-focus]")?.focus();

// Print buttons exist only where something can press them.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// How many rows are ticked, said aloud; one box ticks them all.
document.querySelectorAll("[data-bulk]").forEach((bar) => {
  const form = bar.closest("form");
  const rows = () => [...form.querySelectorAll('[name="pick"]')];
  const count = bar.querySelector("[data-bulk-count]");
  const boxes = [...form.querySelectorAll("[data-pick-all]")];
  const show = () => {
    const picked = rows().filter((row) => row.checked).length;
    count.textContent = picked;
    boxes.forEach((all) => {
      all.checked = picked > 0 && picked === rows().length;
      all.indeterminate = picked > 0 && !all.checked;
    });
  };
  boxes.forEach((all) => {
    const line = all.closest("[data-needs-script]");
    if (line) line.hidden = false;
    all.addEventListener("change", () => {
      rows().forEach((row) => { row.checked = all.checked; });
      show();
    });
  });
  form.addEventListener("change", show);
  show();
});
