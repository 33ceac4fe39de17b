// The village grid under the keyboard of a spreadsheet; without this it is a form like any other.
//
// A box that gets the focus has its whole text selected, so that typing replaces it, whatever
// keyboard sends the letters. From the first letter (or F2) the box is edited, until Enter, Tab
// or an arrow up or down takes it over, or Escape gives the old text back.

const form = document.querySelector("[data-grid]");
if (form) start(form);

function start(form) {
  const table = form.querySelector("table");
  const words = JSON.parse(form.dataset.words);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("[data-cell]")]);
  const status = form.querySelector("[data-said]");
  const boxOf = (cell) => cell.querySelector("input, select");
  const boxes = rows.flat().map(boxOf).filter(Boolean);
  const drawn = new Map(boxes.map((box) => [box, box.value]));
  const undos = [];
  let active = [0, 0];
  let anchor = [0, 0];
  let before = "";
  let isEditing = false;
  let isOpen = false; // the list of a choice is unfolded
  let isSent = false;
  let letters = { typed: "", at: 0 };

  const isWide = matchMedia("(width >= 768px)").matches;
  if (isWide) {
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    rows.flat().filter((cell) => !boxOf(cell)).forEach((cell) => { cell.tabIndex = -1; });
  }

  // --- Where the cursor is ------------------------------------------------------------

  const at = ([row, column]) => rows[row][column];
  const placeOf = (cell) => {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : [row, rows[row].indexOf(cell)];
  };
  const within = (n, most) => Math.max(0, Math.min(n, most));
  const span = () => [0, 1].map((n) => [Math.min(active[n], anchor[n]), Math.max(active[n], anchor[n])]);
  const isRange = () => active[0] !== anchor[0] || active[1] !== anchor[1];

  function picked() {
    const [[top, bottom], [left, right]] = span();
    return rows.slice(top, bottom + 1).map((cells) => cells.slice(left, right + 1));
  }

  function mark() {
    table.querySelectorAll(".is-picked").forEach((cell) => {
      cell.classList.remove("is-picked");
      cell.removeAttribute("aria-selected");
    });
    if (!isRange()) return;
    picked().flat().forEach((cell) => {
      cell.classList.add("is-picked");
      if (isWide) cell.setAttribute("aria-selected", "true");
    });
  }

  function go(row, column, { extend = false } = {}) {
    const place = [within(row, rows.length - 1), within(column, rows[0].length - 1)];
    const from = anchor;
    const target = boxOf(at(place)) || at(place);
    active = place;
    target.focus({ preventScroll: false });
    active = place; // the focus sets both
    anchor = extend ? from : place;
    rest();
    mark();
  }

  // The box is not edited: its text stands selected, and is what Escape gives back.
  function rest() {
    const box = boxOf(at(active));
    isEditing = false;
    isOpen = false;
    before = box ? box.value : "";
    if (box && box.select) box.select();
  }

  table.addEventListener("focusin", (event) => {
    const place = placeOf(event.target.closest("[data-cell]"));
    if (!place || (place[0] === active[0] && place[1] === active[1] && isRange())) return;
    active = place;
    anchor = place;
    if (event.target === boxOf(at(place))) rest();
    mark();
  });

  // The first press on a cell picks it, the next one puts the caret into its text.
  let wasHere = false;
  table.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("[data-cell]");
    const place = cell && placeOf(cell);
    if (!place) return;
    wasHere = cell.contains(document.activeElement);
    if (event.shiftKey) {
      event.preventDefault();
      go(...place, { extend: true });
    } else if (!boxOf(cell) && !event.target.closest("a")) {
      go(...place);
    }
  });
  table.addEventListener("click", (event) => {
    if (event.target.localName !== "input" || event.shiftKey) return;
    if (wasHere) isEditing = true;
    else if (!isRange()) event.target.select();
  });
  table.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (event.pointerType !== "mouse" || !(event.buttons & 1) || isEditing || !cell) return;
    const place = placeOf(cell);
    if (!place || (place[0] === anchor[0] && place[1] === anchor[1] && !isRange())) return;
    event.preventDefault();
    go(...place, { extend: true });
  });

  // --- What stands in a cell ----------------------------------------------------------

  const plain = (text) => text.normalize("NFC").replace(/[\u200b-\u200f\u2060\ufeff]/g, "").replace(/\s+/g, " ").trim();
  const keyOf = (text) => plain(text).toLowerCase().replaceAll(" ", "")
    .replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));
  const textOf = (cell) => {
    const box = boxOf(cell);
    if (!box) return plain((cell.querySelector("a, .locked") || cell).innerText.replace("–", ""));
    if (box.localName === "input") return box.value;
    return box.value === "" ? "" : box.selectedOptions[0].text;
  };

  // Returns whether the text could be read; what cannot be stays in the cell, marked.
  function put(cell, text) {
    const box = boxOf(cell);
    const typed = plain(text);
    let isRead = true;
    if (box.localName === "input") {
      box.value = typed;
    } else {
      const known = words[cell.dataset.column];
      const code = typed === "" ? "" : known[keyOf(typed)];
      isRead = code !== undefined || [...box.options].some((option) => option.value === typed);
      if (!isRead) box.add(new Option(typed, typed));
      box.value = code ?? typed;
    }
    cell.classList.toggle("is-unread", !isRead);
    return isRead;
  }

  // A batch is [cell, text] pairs; one Ctrl+Z takes it back.
  function change(batch, said, skipped = 0) {
    const done = batch.filter(([cell]) => boxOf(cell));
    undos.push(done.map(([cell]) => [cell, boxOf(cell).value]));
    const unread = done.filter(([cell, text]) => !put(cell, text)).length;
    rest();
    const left = skipped + batch.length - done.length;
    tell([said, done.length], left && ["skipped", left], unread && ["unread", unread]);
  }

  function undo() {
    const batch = undos.pop();
    if (!batch) return;
    batch.forEach(([cell, value]) => {
      boxOf(cell).value = value;
      cell.classList.remove("is-unread");
    });
    rest();
    tell(["undone", batch.length]);
  }

  const sayings = { ...form.dataset };
  const saying = ([what, n]) => sayings[`said${what[0].toUpperCase()}${what.slice(1)}`].replace("{n}", n);
  const open = () => boxes.filter((box) => box.value !== drawn.get(box)).length;
  function tell(...parts) {
    const n = open();
    const all = [...parts, n && ["open", n]].filter(Boolean);
    status.textContent = all.map(saying).join(" · ");
  }

  form.addEventListener("input", (event) => {
    if (!event.target.closest("[data-cell]")) return;
    isEditing = event.target.localName === "input";
    isOpen = false;
    event.target.closest("[data-cell]").classList.remove("is-unread");
    tell();
  });

  // --- Copy and paste -----------------------------------------------------------------

  const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const isHere = () => rows.length && table.contains(document.activeElement) && !isEditing;

  document.addEventListener("copy", (event) => {
    if (!isHere()) return;
    const lines = picked().map((cells) => cells.map((cell) => quoted(textOf(cell))).join("\t"));
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
  });

  // Tab-separated lines as spreadsheets write them; a cell with a line break stands in quotes.
  function lines(text) {
    const found = [[""]];
    let isQuoted = false;
    for (let n = 0; n < text.length; n += 1) {
      const letter = text[n];
      const line = found.at(-1);
      if (isQuoted) {
        if (letter === '"' && text[n + 1] === '"') { line[line.length - 1] += '"'; n += 1; }
        else if (letter === '"') isQuoted = false;
        else line[line.length - 1] += letter;
      } else if (letter === '"' && line.at(-1) === "") isQuoted = true;
      else if (letter === "\t") line.push("");
      else if (letter === "\n") found.push([""]);
      else if (letter !== "\r") line[line.length - 1] += letter;
    }
    if (found.length > 1 && found.at(-1).length === 1 && found.at(-1)[0] === "") found.pop();
    return found;
  }

  document.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const inside = table.contains(document.activeElement);
    if (!inside || text === "" || (isEditing && !/[\t\n]/.test(text))) return;
    event.preventDefault();
    paste(lines(text));
  });

  function paste(block) {
    const isOne = block.length === 1 && block[0].length === 1;
    if (isOne && isRange()) {
      change(picked().flat().map((cell) => [cell, block[0][0]]), "pasted");
      return;
    }
    const [[top], [left]] = span();
    const batch = [];
    let beyond = 0;
    for (const [down, line] of block.entries()) {
      for (const [along, text] of line.entries()) {
        const cell = rows[top + down]?.[left + along];
        if (text.trim() === "") continue; // what is blank in a sheet takes nothing away here
        if (!cell) beyond += 1;
        else if (!cell.matches("th")) batch.push([cell, text]);
        else if (keyOf(text) !== keyOf(textOf(cell))) {
          status.textContent = saying(["names", top + down + 1]);
          return;
        }
      }
    }
    const shown = batch.filter(([cell, text]) => boxOf(cell) || keyOf(text) !== keyOf(textOf(cell)));
    change(shown, "pasted", beyond);
  }

  function fillDown() {
    const [[top, bottom], [left, right]] = span();
    const from = top === bottom ? top - 1 : top;
    if (from < 0) return;
    const batch = [];
    for (let row = from + 1; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        if (boxOf(rows[row][column])) batch.push([rows[row][column], textOf(rows[from][column])]);
      }
    }
    change(batch, "filled");
  }

  // --- Keys ---------------------------------------------------------------------------

  // The next cell that can be typed into, row by row; none: the focus leaves the sheet.
  function beside(step) {
    const width = rows[0].length;
    const last = rows.length * width;
    for (let n = active[0] * width + active[1] + step; n >= 0 && n < last; n += step) {
      const place = [Math.floor(n / width), n % width];
      if (boxOf(at(place))) return place;
    }
    return null;
  }

  function edit(box) {
    if (!box) return;
    isEditing = true;
    if (box.localName === "input") {
      box.setSelectionRange(box.value.length, box.value.length);
      return;
    }
    isEditing = false;
    isOpen = true;
    try { box.showPicker(); } catch { isOpen = false; }
  }

  // A choice by the first letters of its words, or by its code.
  function choose(box, letter) {
    const now = Date.now();
    letters = { typed: now - letters.at < 900 ? letters.typed + letter : letter, at: now };
    const key = keyOf(letters.typed);
    const code = words[box.closest("[data-cell]").dataset.column][key];
    const option = [...box.options].find((one) => (code === undefined
      ? one.value && keyOf(one.text).startsWith(key) : one.value === code));
    if (!option) return;
    box.value = option.value;
    box.closest("[data-cell]").classList.remove("is-unread");
    tell();
  }

  function giveBack(box) {
    if (box && box.value !== before) {
      box.value = before;
      tell();
    }
    anchor = active;
    rest();
    mark();
  }

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function withControl(event) {
    const last = [rows.length - 1, rows[0].length - 1];
    const extend = event.shiftKey;
    const key = event.key.toLowerCase();
    if (isEditing) return false;
    else if (event.code === "KeyZ") undo();
    else if (event.code === "KeyD") fillDown();
    else if (event.code === "KeyA") { anchor = [0, 0]; active = [0, 0]; go(...last, { extend: true }); }
    else if (key === "home") go(0, 1, { extend });
    else if (key === "end") go(...last, { extend });
    else if (key === "arrowup") go(0, active[1], { extend });
    else if (key === "arrowdown") go(last[0], active[1], { extend });
    else if (key === "arrowleft") go(active[0], 1, { extend });
    else if (key === "arrowright") go(active[0], last[1], { extend });
    else return false;
    return true;
  }

  function withoutControl(event, box) {
    const { key, shiftKey: extend } = event;
    const isChoice = box && box.localName === "select";
    if (key in ARROWS) {
      if (isEditing && (key === "ArrowLeft" || key === "ArrowRight")) return false;
      const [down, along] = ARROWS[key];
      if (event.altKey) edit(box);
      else go(active[0] + down, active[1] + along, { extend });
    } else if (key === "Enter") {
      if (event.target.localName === "a") return false;
      go(active[0] + (extend ? -1 : 1), active[1]);
    } else if (key === "Tab") {
      const next = beside(extend ? -1 : 1);
      if (!next) return false;
      go(...next);
    } else if (key === "F2") edit(box);
    else if (key === "Escape") giveBack(box);
    else if (isEditing) return false;
    else if (key === "Home") go(active[0], 1, { extend });
    else if (key === "End") go(active[0], rows[0].length - 1, { extend });
    else if (key === "Delete" || (key === "Backspace" && (isChoice || isRange()))) {
      change(picked().flat().filter(boxOf).map((cell) => [cell, ""]), "cleared");
    } else if (isChoice && key.length === 1 && key !== " ") choose(box, key);
    else return false;
    return true;
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (event.isComposing || !cell) return;
    const box = boxOf(cell);
    if (isOpen) {
      if (event.key === "Escape" || event.key === "Enter" || event.key === "Tab") isOpen = false;
      return;
    }
    if (box && box.localName === "select" && event.key === " ") isOpen = true;
    const isTaken = event.ctrlKey || event.metaKey ? withControl(event) : withoutControl(event, box);
    if (isTaken) event.preventDefault();
  });
  table.addEventListener("change", () => { isOpen = false; });

  // --- Before and after the press -----------------------------------------------------

  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS") return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("pageshow", () => { isSent = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && ("unsaved" in form.dataset || open())) event.preventDefault();
  });

  // A reason leads to its cell, also where a phone shows another part.
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#c-"]');
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box) return;
    event.preventDefault();
    const { part } = box.closest("[data-cell]").dataset;
    form.querySelector(`[name="part"][value="${part}"]`).checked = true;
    box.scrollIntoView({ block: "center", inline: "center" });
    box.focus();
  });
}
