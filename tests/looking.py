"""What no page may show in the browser: `assert faults_of(page) == []`."""

from axe_playwright_python.sync_playwright import Axe

_MEASURE = """() => {
  const faults = [];
  const root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) {
    const wide = [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
      .map((e) => e.outerHTML.slice(0, 80));
    faults.push(`${over} px wider than the screen: ${wide.slice(-2).join(" ")}`);
  }
  const shown = (e) => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(e).visibility === "visible";
  };
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (own && size < 16 && shown(e)) {
      faults.push(`text of ${size} px: ${e.textContent.trim().slice(0, 40)}`);
    }
  }
  const targets = "a, button, summary, select, textarea, label.btn, label.form-check-label, "
    + "input:not([type=hidden], [type=checkbox], [type=radio])";
  for (const e of document.querySelectorAll(targets)) {
    const inText = getComputedStyle(e).display === "inline";
    const height = e.getBoundingClientRect().height;
    if (window.innerWidth < 768 && shown(e) && !inText && height < 43.5) {
      faults.push(`${Math.round(height)} px to press: ${e.outerHTML.slice(0, 80)}`);
    }
  }
  return faults;
}"""


def faults_of(page):
    """Each accessibility rule broken (axe), scrolling sideways, small text or small target."""
    broken = [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    return broken + page.evaluate(_MEASURE)
