import contrast
from browser import Pages
from selenium.webdriver.common.keys import Keys


class NodePage(Pages):
    def test_bad_node_says_what_is_wrong_first(self):
        self.assertLess(self.seconds_of_work("node-bad.html")[0], 2)
        self.assertIn("FAIL", self.driver.title)
        self.assertEqual("fail", self.text(".masthead .badge span + *, .masthead .badge").replace("\u2715", "").strip())
        self.assertIn("memory.read.bandwidth", self.text("#reasons"))
        self.assertIn("gpu 5", self.text("#reasons"))
        self.assertIn("Do next:", self.text("#reasons"))
        first = self.run_script("return document.querySelector('main section').id")
        self.assertEqual("reasons", first)
        self.shot("node-bad")

    def test_good_node(self):
        self.assertLess(self.seconds_of_work("node-good.html")[0], 2)
        self.assertIn("PASS", self.driver.title)
        self.shot("node-good")

    def test_every_measurement_has_its_bullet(self):
        self.open("node-bad.html")
        rows, charts, values, floors = self.run_script("""
            const all = [...document.querySelectorAll('.gauge')];
            return [all.length, all.filter((one) => one.querySelector('.gauge-chart svg')).length,
              document.querySelectorAll('.gauge-chart .value').length, document.querySelectorAll('.gauge-chart .floor').length]""")
        self.assertGreater(rows, 60)
        self.assertGreater(charts, 0.95 * rows)
        self.assertGreater(values, 300)
        self.assertGreater(floors, 40)
        beyond = self.run_script("""
            const gauge = [...document.querySelectorAll('.gauge')].find((one) => one.querySelector('.badge.fail'));
            const edge = gauge.querySelector('.beyond').getBoundingClientRect().right;
            return [...gauge.querySelectorAll('.gauge-chart .value.fail')].map((one) => one.getBoundingClientRect().left < edge)""")
        self.assertEqual([True], beyond, "the mark of what failed stands on the wrong side of the limit")

    def test_filter_and_details(self):
        self.open("node-bad.html")
        search = self.driver.find_element("css selector", "#measurements input")
        shown = lambda: self.run_script("return [...document.querySelectorAll('.gauge')].filter((one) => !one.hidden).length")
        everything = shown()
        search.send_keys("memory.read gpu")
        few = shown()
        self.assertLess(0, few)
        self.assertLess(few, everything)
        search.clear()
        search.send_keys(" ")
        self.run_script("const one = document.querySelector('#measurements select'); one.value = 'bad'; one.dispatchEvent(new Event('change'))")
        verdicts = self.run_script("return [...document.querySelectorAll('.gauge')].filter((one) => !one.hidden).map((one) => one.querySelector('.gauge-verdict').textContent)")
        self.assertTrue(verdicts and not [v for v in verdicts if "pass" in v or "no limit" in v], verdicts)
        button = self.driver.find_element("css selector", ".gauge:not([hidden]) button")
        button.send_keys(Keys.ENTER)
        self.assertEqual("true", button.get_attribute("aria-expanded"))
        self.assertEqual(8, self.run_script("return arguments[0].closest('.gauge').querySelectorAll('.gauge-more tbody tr').length", button))

    def test_telemetry_is_drawn_with_phases_and_read_by_keys(self):
        self.open("node-bad.html")
        plots = self.run_script("return [...document.querySelectorAll('#telemetry .plot')].map((one) => [one.querySelectorAll('.line').length, one.querySelectorAll('.phase').length, one.querySelectorAll('.event').length])")
        self.assertEqual(3, len(plots))
        for lines, phases, events in plots:
            self.assertEqual(8, lines)
            self.assertGreater(phases, 20)
            self.assertEqual(1, events)
        plot = self.driver.find_element("css selector", "#telemetry .plot > svg")
        self.run_script("arguments[0].focus()", plot)
        self.press(Keys.PAGE_DOWN, Keys.PAGE_DOWN)
        self.assertRegex(self.text("#telemetry .reading"), r"gpu 5 \d+.* W")

    def test_keyboard_alone_reaches_everything(self):
        self.open("node-bad.html")
        self.press(Keys.TAB)
        self.assertEqual("skip", self.run_script("return document.activeElement.className"))
        self.press(Keys.ENTER)
        reached = set()
        for _ in range(60):
            self.press(Keys.TAB)
            reached.add(self.run_script("return document.activeElement.tagName + (document.activeElement.type || '')"))
            outline = self.run_script("return getComputedStyle(document.activeElement).outlineStyle")
            self.assertNotEqual("none", outline, "nobody sees where the focus is")
        self.assertTrue({"SUMMARY", "INPUTsearch", "BUTTONbutton"} <= reached, reached)

    def test_narrow(self):
        self.width(380)
        self.open("node-bad.html")
        self.no_sideways_scroll()
        self.shot("node-bad-380")

    def test_dark_and_contrast(self):
        self.open("node-bad.html")
        contrast.check(self)
        self.scheme("dark")
        self.open("node-bad.html")
        contrast.check(self)
        self.assertLess(self.run_script("return parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"), 60)
        self.shot("node-bad-dark")

    def test_prints(self):
        self.scheme("dark")
        self.open("node-bad.html")
        data = self.pdf("node-bad")
        self.assertTrue(data.startswith(b"%PDF"))
        self.assertLess(data.count(b"/Type /Page\n") + data.count(b"/Type /Page "), 25)
        self.no_complaint("node-bad.html")
