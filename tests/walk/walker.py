"""A person at the browser: opens pages, fills forms in, presses buttons, reads what comes."""

import re
from pathlib import Path

# Fills in the fields of a form as a hand would, all at once: {name: value}, a choice by its words.
# Returns what was wrong with each that could not be filled in.
_FILL = """(values) => {
  const wrong = [];
  const said = (field) => [...(field.labels || [])].some((label) => label.checkVisibility());
  const choose = (field, value) => {
    const found = [...field.options].find((one) =>
      one.value && (one.value === value || one.text.includes(value)));
    if (found) field.value = found.value;
    return !!found;
  };
  const tell = (field) => ["input", "change"].forEach((kind) =>
    field.dispatchEvent(new Event(kind, {bubbles: true})));
  for (const [name, value] of Object.entries(values)) {
    const all = [...document.querySelectorAll(`main [name="${name}"]:not([type=hidden])`)];
    const isTick = all.length && ["radio", "checkbox"].includes(all[0].type);
    const isOneOf = isTick && typeof value === "string";
    const field = isOneOf ? all.find((one) => one.value === value) : all[0];
    if (!field) { wrong.push(`${name}: no such field`); continue; }
    if (field.disabled || field.readOnly) { wrong.push(`${name}: cannot be changed`); continue; }
    if (!field.checkVisibility() && !said(field)) { wrong.push(`${name}: is not seen`); continue; }
    field.focus();
    if (isTick) {
      if (field.checked !== (value !== false)) field.click();
    } else if (field.options) {
      if (!choose(field, value)) { wrong.push(`${name}: offers no ${value}`); continue; }
      tell(field);
    } else {
      field.value = value;
      tell(field);
      if (field.value !== value) wrong.push(`${name}: took ${field.value} for ${value}`);
    }
    field.blur();
  }
  return wrong;
}"""


class Walker:
    """One logged-in page and the few gestures a walk needs."""

    def __init__(self, page):
        self.page = page
        self.is_led_on = False

    def go(self, path):
        """Open an address of the server; anything but a page is a failure."""
        response = self.page.goto(path, wait_until="domcontentloaded")
        assert response.status == 200, (path, response.status)
        return self

    def fill(self, **fields):
        """Fill fields by name: text, a choice by its words, a tick, a file by its path."""
        values = {name.replace("__", "-"): value for name, value in fields.items()}
        for name in [name for name, value in values.items() if isinstance(value, Path)]:
            self.page.locator(f"main [name='{name}']").first.set_input_files(values.pop(name))
        texts = {n: v if isinstance(v, bool) else str(v) for n, v in values.items()}
        assert self.page.evaluate(_FILL, texts) == [], self.page.url
        return self

    def press(self, words, until="domcontentloaded"):
        """Press the button or link with these words, or a form's main one, and wait."""
        main = self.page.locator("main")
        if words is None:
            target = main.locator("form[method=post] .btn-primary[type=submit]")
        else:
            target = main.locator("button:visible", has_text=words)
            if not target.count():
                target = main.get_by_role("link", name=words, exact=False)
        with self.page.expect_navigation(wait_until=until) as arrival:
            target.first.click(no_wait_after=True)  # for what it leads to, as far as is asked here
        self.is_led_on = bool(arrival.value.request.redirected_from)
        return self

    def send(self, words="บันทึก", **fields):
        """Fill in and press; a form that comes back with errors is a failure that says them."""
        self.fill(**fields)
        self.press(words, until="commit")
        if not self.is_led_on:  # what was taken in leads to another page
            self.page.wait_for_load_state("domcontentloaded")
            wrong = self.page.locator("main .invalid-feedback:visible, main .errors:visible")
            assert wrong.count() == 0, (self.page.url, wrong.all_inner_texts())
        return self

    def tick_all(self):
        """Tick every row of a list with the one box that does."""
        self.page.locator("main [data-pick-all]:visible").first.check()
        return self

    def says(self, words):
        """The page says this."""
        assert words in self.text, (self.page.url, words, self.text[:600])
        return self

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    @property
    def uuid(self):
        return re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", self.page.url)[0]
