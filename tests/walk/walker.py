"""A person at the browser: opens pages, fills forms in, presses buttons, reads what comes."""

import re


class Walker:
    """One logged-in page and the few gestures a walk needs."""

    def __init__(self, page):
        self.page = page

    def go(self, path):
        """Open an address of the server; anything but a page is a failure."""
        response = self.page.goto(path)
        assert response.status == 200, (path, response.status)
        return self

    def fill(self, **fields):
        """Fill fields by name: text, a choice by its words, a tick, files."""
        for name, value in fields.items():
            self._fill(name.replace("__", "-"), value)
        return self

    def _fill(self, name, value):
        box = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        kind = box.first.evaluate("e => e.type || e.tagName.toLowerCase()")
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
            self._choose(box.first, value)
        else:
            box.first.fill(str(value))

    def _choose(self, box, words):
        """Choose the first option that has the value or holds the words."""
        options = box.evaluate("e => [...e.options].map(o => [o.value, o.text])")
        found = [v for v, text in options if v and (v == words or words in text)]
        assert found, (words, [text for _v, text in options])
        box.select_option(value=found[0])

    def press(self, words):
        """Press the button or link with these words, or a form's main one, and wait."""
        main = self.page.locator("main")
        if words is None:
            target = main.locator("form[method=post] .btn-primary[type=submit]")
        else:
            target = main.get_by_role("button", name=words, exact=False)
        if words and not target.count():
            target = main.get_by_role("link", name=words, exact=False)
        with self.page.expect_navigation():
            target.first.click()
        return self

    def send(self, words="บันทึก", **fields):
        """Fill in and press; a form that comes back with errors is a failure that says them."""
        self.fill(**fields)
        self.press(words)
        wrong = self.page.locator("main .invalid-feedback:visible, main .errors:visible")
        assert wrong.count() == 0, (self.page.url, wrong.all_inner_texts())
        return self

    def says(self, words):
        """The page says this."""
        assert words in self.text, (self.page.url, words, self.text[:600])
        return self

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    @property
    def path(self):
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def uuid(self):
        return re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", self.page.url)[0]
