from browser import Pages

# Nothing of the page's own: what such words would make if they were taken as markup or code.
STRANGERS = """
return [document.querySelectorAll('img, iframe, object, embed, link, base, form').length,
  [...document.querySelectorAll('script')].filter((one) => one.textContent.includes('owned') && one.id !== 'data').length,
  [...document.querySelectorAll('*')].flatMap((one) => [...one.attributes]).filter((one) => /^on/i.test(one.name) || (/^(href|src|action|srcdoc)$/i.test(one.name) && !/^#/.test(one.value))).length,
  /[\\u0000-\\u0008\\u001b\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)]
"""


class HostilePage(Pages):
    def check(self, page):
        self.open(page)
        self.assertNotIn("owned", self.driver.title.replace("document.title='owned'", ""))
        self.assertEqual([0, 0, 0, False], self.run_script(STRANGERS))
        self.run_script("document.querySelectorAll('button, summary').forEach((one) => one.click())")
        self.assertEqual([0, 0, 0, False], self.run_script(STRANGERS))
        self.no_complaint(page)
        self.shot(page.replace(".html", ""))
        self.width(380)
        self.open(page)
        self.no_sideways_scroll()

    def test_node(self):
        self.check("node-hostile.html")
        self.assertIn("<script>", self.text("h1"))

    def test_fleet(self):
        self.check("fleet-hostile.html")
        self.assertIn("<script>", self.text("#nodes"))

    def test_the_policy_holds(self):
        self.open("node-hostile.html")
        ran = self.run_script("""
            const script = document.createElement('script');
            script.textContent = 'window.intruder = 1';
            document.body.append(script);
            document.body.setAttribute('onclick', 'window.intruder = 1');
            document.body.click();
            return [window.intruder === undefined]""")
        self.assertEqual([True], ran)
        loaded = self.driver.execute_async_script("""
            const done = arguments[0];
            fetch('file:///etc/hostname').then(() => done('loaded'), () => done('refused'))""")
        self.assertEqual("refused", loaded)
        self.driver.get_log("browser")  # what was refused is told there
