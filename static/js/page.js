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

// A photo goes over a village's line in the size in which it is kept; the server checks it all the
// same. Who presses the button meanwhile waits for the picture, not for the line.
const SMALL = 500 * 1024; // bytes; what is smaller goes as it is
const shrunk = async (file, edge) => {
  if (file.size <= SMALL || !["image/jpeg", "image/png", "image/webp"].includes(file.type)) return file;
  const picture = await createImageBitmap(file); // upright, as the camera was held
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff"; // behind what is transparent
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
  if (!made || made.size >= file.size) return file;
  return new File([made], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: made.type });
};
document.querySelectorAll("input[type=file][data-edge]").forEach((input) => {
  let work = null;
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    const all = chosen.map((file) => shrunk(file, input.dataset.edge).catch(() => file));
    const mine = Promise.all(all).then((files) => {
      if (work !== mine) return; // others were chosen meanwhile
      work = null;
      if (files.every((file, at) => file === chosen[at])) return;
      const kept = new DataTransfer();
      files.forEach((file) => kept.items.add(file));
      input.files = kept.files;
    });
    work = mine;
  });
  input.form?.addEventListener("submit", (event) => {
    if (!work) return;
    event.preventDefault();
    work.then(() => input.form.requestSubmit(event.submitter));
  });
});
