"""A person at the browser: opens pages, fills forms in, presses buttons, reads what comes."""

import re

# What a field is and what it offers, of all fields of a form at once.
_FIELDS = """(names) => Object.fromEntries(names.map((name) => {
  const field = document.querySelector(`main [name="${name}"]:not([type=hidden])`);
  const options = [...(field?.options || [])].map((one) => [one.value, one.text]);
  return [name, field && {kind: field.type || field.tagName.toLowerCase(), options}];
}))"""


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
        """Fill fields by name: text, a choice by its words, a tick, files."""
        values = {name.replace("__", "-"): value for name, value in fields.items()}
        for name, field in self.page.evaluate(_FIELDS, list(values)).items():
            assert field, (self.page.url, name)
            self._fill(name, values[name], **field)
        return self

    def _fill(self, name, value, kind, options):
        box = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        if kind in {"radio", "checkbox"}:
            if value is False:
                box.first.uncheck()
            elif value is True:
                box.first.check()
            else:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "file":
            box.first.set_input_files(value)
        elif kind.startswith("select"):
            box.first.select_option(value=self._choice(value, options))
        else:
            box.first.fill(str(value))

    def _choice(self, words, options):
        """The first option that has the value or holds the words."""
        found = [v for v, text in options if v and (v == words or words in text)]
        assert found, (words, [text for _v, text in options])
        return found[0]

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
            target.first.click()
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
