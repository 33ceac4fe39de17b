// The sum of what is typed in a table, shown while typing; without this the summary shows it.
const digits = { "๐": 0, "๑": 1, "๒": 2, "๓": 3, "๔": 4, "๕": 5, "๖": 6, "๗": 7, "๘": 8, "๙": 9 };
const read = (text) => {
  const plain = text.replace(/[๐-๙]/g, (digit) => digits[digit]).replace(/[^\d.]/g, "");
  return plain === "" || Number.isNaN(Number(plain)) ? 0 : Number(plain);
};
document.querySelectorAll("[data-sums]").forEach((form) => {
  const total = form.querySelector("[data-sum-total]");
  const show = () => {
    const cells = [...form.querySelectorAll("[data-sum]")];
    const sum = cells.reduce((before, cell) => before + read(cell.value), 0);
    total.textContent = sum.toLocaleString("en-US", { maximumFractionDigits: 2 });
    total.parentElement.hidden = false;
  };
  form.addEventListener("input", show);
  show();
});
