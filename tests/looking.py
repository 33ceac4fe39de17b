"""What no page may show in the browser: `assert faults_of(page) == []`."""

from axe_playwright_python.base import AXE_SCRIPT

_AXE = """(rules) => axe.run(document, {preload: false, resultTypes: ["violations"], rules}).then(
  (found) => found.violations.flatMap(
    (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`)))"""

_CLASSES = "() => [...document.querySelectorAll('[class]')].flatMap((e) => [...e.classList])"
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
  const clips = (e) => e.offsetWidth <= 1 && getComputedStyle(e).overflow === "hidden";
  const clipped = (e) => e && (clips(e) || clipped(e.parentElement));
  const shown = (e) => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(e).visibility === "visible"
      && !clipped(e.parentElement);
  };
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (own && size < 16 && shown(e)) {
      faults.push(`text of ${size} px: ${e.textContent.trim().slice(0, 40)}`);
    }
  }
  // Each target is as large as a thumb, but for links inside a sentence: those follow its lines.
  const letters = /[\\p{L}\\p{N}]/u;
  const besideIt = (e, link) => [...e.childNodes].some((n) => {
    if (n.nodeType === 3) return letters.test(n.textContent);
    if (n.nodeType !== 1 || n === link || n.matches("a, button, .visually-hidden")) return false;
    return getComputedStyle(n).display === "inline" && besideIt(n, link);
  });
  const inSentence = (e) => {
    if (getComputedStyle(e).display !== "inline") return false;
    let block = e.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return besideIt(block, e);
  };
  const boxes = (e) => [e, ...(e.labels || [])].map((one) => one.getBoundingClientRect());
  const floats = (e) => e && (["absolute", "fixed", "sticky"].includes(getComputedStyle(e).position)
    || floats(e.parentElement));
  const name = (e) => e.outerHTML.replace(/\\s+/g, " ").slice(0, 100);
  const all = "a[href], button, summary, select, textarea, label.btn, input:not([type=hidden])";
  const targets = window.innerWidth < 768
    ? [...document.querySelectorAll(all)].filter((e) => shown(e) && !inSentence(e)) : [];
  for (const [at, e] of targets.entries()) {
    const box = e.getBoundingClientRect();
    if (!boxes(e).some((one) => one.width > 43.5 && one.height > 43.5)) {
      const size = `${Math.round(box.width)}x${Math.round(box.height)}`;
      faults.push(`${size} px to press: ${name(e)}`);
    }
    for (const other of targets.slice(at + 1)) {
      const its = other.getBoundingClientRect();
      const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
      const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
      if (wide > 2 && high > 2 && !floats(e) && !floats(other)) {
        faults.push(`${Math.round(high)} px pressed for another: ${name(e)} ${name(other)}`);
      }
    }
  }
  return faults;
}"""


def faults_of(page, *, in_colour=True):
    """Each accessibility rule broken (axe), scrolling sideways, small text or small target.

    The two that look at colours take three times as long as all others together.
    """
    if not page.evaluate("'axe' in window"):
        page.add_init_script(AXE_SCRIPT)  # the next page brings it along
        page.evaluate(f"() => {{ {AXE_SCRIPT} }}")
    rules = {rule: {"enabled": in_colour} for rule in ("color-contrast", "link-in-text-block")}
    return page.evaluate(_AXE, rules) + page.evaluate(_MEASURE)


def classes_of(page):
    """Names of the classes on a page: what has none that was not seen before has no new colours."""
    return set(page.evaluate(_CLASSES))


def measured_at(page, size):
    """The faults of width, text and targets alone on a screen of another size."""
    page.set_viewport_size(size)
    return [f"{size['width']} px wide: {fault}" for fault in page.evaluate(_MEASURE)]
