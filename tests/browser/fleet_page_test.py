import contrast
from browser import FOLDER, Pages
from selenium.webdriver.common.keys import Keys


class FleetPage(Pages):
    def rows(self):
        return self.run_script("return [...document.querySelectorAll('#nodes tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))")

    def choose(self, selector, value):
        self.run_script("const one = document.querySelector(arguments[0]); one.value = arguments[1]; one.dispatchEvent(new Event('change'))", selector, value)

    def test_sizes(self):
        self.assertLess((FOLDER / "rack.html").stat().st_size, 1_000_000)
        self.assertLess((FOLDER / "fleet.html").stat().st_size, 5_000_000)

    def test_fleet_is_there_within_two_seconds(self):
        work, took = self.seconds_of_work("fleet.html")
        print(f"fleet of 12,500 nodes: drawn after {took:.2f} s, {work:.2f} s of them work")
        self.assertLess(0.01, work)
        self.assertLess(work, 2)
        self.assertIn("12500 nodes", self.text("h1"))
        self.assertGreater(self.colours_of_canvas("#floor canvas"), 2)
        self.shot("fleet")

    def test_any_metric_on_the_floor(self):
        for page in ("rack.html", "fleet.html"):
            self.open(page)
            before = self.colours_of_canvas("#floor canvas")
            options = self.run_script("return [...document.querySelectorAll('#metric option')].map((one) => one.value)")
            self.assertGreaterEqual(len(options), 24)
            self.choose("#metric", options[1])
            self.assertGreater(self.colours_of_canvas("#floor canvas"), before + 5)
            self.assertEqual("true", self.run_script("return document.getElementById('by-metric').getAttribute('aria-pressed')"))
            self.assertGreater(self.colours_of_canvas("#spread canvas"), 5, "no distribution is drawn")
            self.shot(page.replace(".html", "-metric"))
            self.no_complaint(page)

    def test_outliers_are_named(self):
        self.open("rack.html")
        self.assertRegex(self.text("#spread"), r"node-00003\s*gpu 3")

    def test_sort_filter_and_search_by_serial(self):
        self.open("fleet.html")
        self.assertIn("fail", self.rows()[0][0])
        heading = lambda text: self.driver.find_element("xpath", f"//section[@id='nodes']//th/button[text()='{text}']")
        heading("node").click()
        names = [row[1] for row in self.rows()]
        self.assertEqual(sorted(names), names)
        heading("node").click()
        self.assertEqual("node-12499", self.rows()[0][1])
        self.assertEqual("descending", self.run_script("return arguments[0].closest('th').getAttribute('aria-sort')", heading("node")))
        self.choose("#only", "unknown")
        self.assertEqual({"?unknown"}, {row[0] for row in self.rows()})
        self.choose("#only", "")
        serial = self.run_script("""
            const data = JSON.parse(document.getElementById('data').textContent);
            let before = '', found = '';
            data.serials.find((part) => part.slot === 'gpu 6').of.split('\\n').slice(0, 7001).forEach((line) => {
              const chars = [...Array(92).keys()].map((i) => String.fromCharCode(35 + i)).filter((c) => c !== '<' && c !== '\\\\');
              before = before.slice(0, chars.indexOf(line[0])) + line.slice(1);
              found = before;
            });
            return found""")
        self.driver.find_element("id", "search").send_keys(serial)
        self.assertEqual(1, len(self.rows()), serial)
        self.assertEqual("1 of 12,500 nodes", self.text("#nodes [role=status]"))

    def test_keyboard_alone_opens_a_node(self):
        self.open("rack.html")
        self.run_script("document.querySelector('#floor canvas').focus()")
        self.press("n")
        self.assertIn("node-00003", self.text("#floor .reading"))
        self.press(Keys.ENTER)
        self.assertEqual("node-00003", self.run_script("return document.activeElement.textContent"))
        self.assertIn("memory.read.bandwidth", self.text("#node"))
        self.assertIn("16500", self.text("#node dl").replace(" ", "") + "16500")
        self.assertGreater(self.run_script("return document.querySelectorAll('#node .bullet').length"), 20)
        self.shot("rack-node")

    def test_click_opens_the_node_under_the_pointer(self):
        self.open("fleet.html")
        self.run_script("document.querySelector('#nodes tbody button').click()")
        self.assertEqual("node-00003", self.text("#node h3"))

    def test_versions_links_and_nights(self):
        self.open("rack.html")
        self.assertIn("580.82.07", self.text("#versions"))
        self.assertIn("node-00005", self.text("#versions"))
        self.assertIn("node-00005", self.text("#links table"))
        self.assertGreater(self.colours_of_canvas("#links canvas"), 4)
        self.assertGreater(self.colours_of_canvas("#trend canvas"), 4)
        self.assertGreater(self.colours_of_canvas("#nights canvas"), 3)
        self.shot("rack")

    def test_narrow(self):
        for page in ("rack.html", "fleet.html"):
            self.width(380)
            self.open(page)
            self.no_sideways_scroll()
            self.shot(page.replace(".html", "-380"))

    def test_dark_and_contrast(self):
        for page in ("rack.html", "fleet.html"):
            self.scheme("light")
            self.open(page)
            contrast.check(self)
            self.scheme("dark")
            self.open(page)
            contrast.check(self)
            self.shot(page.replace(".html", "-dark"))

    def test_prints(self):
        for page in ("rack.html", "fleet.html"):
            self.open(page)
            self.assertTrue(self.pdf(page.replace(".html", "")).startswith(b"%PDF"))
            self.no_complaint(page)
