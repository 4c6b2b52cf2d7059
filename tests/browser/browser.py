"""One headless Chromium, and what the tests ask of it."""
import base64
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

FOLDER = pathlib.Path(os.environ.get("ASSAY_PAGES", "."))
SHOTS = FOLDER / "screenshots"


def needed():
    """The driver, or the reason why there is none."""
    try:
        from selenium import webdriver  # noqa: F401
    except ImportError:
        return None, "python3-selenium is not installed"
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            return None, f"{program} is not installed"
    return webdriver, ""


def start(width=1280, height=900):
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    webdriver, _ = needed()
    options = Options()
    options.binary_location = shutil.which("chromium")
    profile = tempfile.mkdtemp(prefix="assay-browser-")
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-dev-shm-usage",
                 f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
    driver.set_script_timeout(120)
    driver.assay_profile = profile
    return driver


class Pages(unittest.TestCase):
    """Opens pages from disk, as whoever gets one does."""

    @classmethod
    def setUpClass(cls):
        SHOTS.mkdir(parents=True, exist_ok=True)
        cls.driver = start()

    @classmethod
    def tearDownClass(cls):
        cls.driver.quit()
        shutil.rmtree(cls.driver.assay_profile, ignore_errors=True)

    def setUp(self):
        self.width(1280)
        self.scheme("light")

    def width(self, width, height=900):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, scheme):
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme},
                                                             {"name": "prefers-reduced-motion", "value": "reduce"}])

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def run_script(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def open(self, page):
        """Seconds until the page says that it is drawn; fails on any message in the console."""
        began = self.visit(page)
        while not self.run_script("return document.documentElement.hasAttribute('data-ready')"):
            self.assertLess(time.monotonic() - began, 60, f"{page} is never drawn: {self.driver.get_log('browser')}")
            time.sleep(0.02)
        self.run_script("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        took = time.monotonic() - began
        self.no_complaint(page)
        return took

    def visit(self, page):
        """When it was asked for."""
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        began = time.monotonic()
        self.driver.get((FOLDER / page).resolve().as_uri())
        return began

    def seconds_of_work(self, page):
        """Processor time that the page's main thread takes until it is drawn: the same on a busy machine."""
        self.command("Performance.enable", timeDomain="threadTicks")
        def spent():
            return next(one["value"] for one in self.command("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")
        self.driver.get("about:blank")
        before = spent()
        took = self.open(page)
        return max(0, spent() - before), took

    def no_complaint(self, page):
        # That the test reads canvases often is no fault of the page's.
        said = [entry for entry in self.driver.get_log("browser") if "willReadFrequently" not in entry["message"]]
        self.assertEqual([], said, f"messages in the console of {page}")
        asked = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [one["params"]["request"]["url"] for one in asked if one["method"] == "Network.requestWillBeSent"]
        self.assertEqual([], [url for url in urls if not url.startswith(("file:", "data:"))], "the page asked the network")

    def shot(self, name):
        """The whole page as a picture, kept beside the pages."""
        height = min(12000, int(self.run_script("return document.documentElement.scrollHeight")))
        width = int(self.run_script("return document.documentElement.clientWidth"))
        picture = self.command("Page.captureScreenshot", captureBeyondViewport=True,
                               clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        (SHOTS / f"{name}.png").write_bytes(base64.b64decode(picture["data"]))

    def pdf(self, name):
        data = base64.b64decode(self.command("Page.printToPDF", printBackground=True)["data"])
        (SHOTS / f"{name}.pdf").write_bytes(data)
        return data

    def no_sideways_scroll(self):
        over = self.run_script("""
            const room = document.documentElement.clientWidth;
            return [document.documentElement.scrollWidth - room, [...document.querySelectorAll('main *')]
              .filter((one) => one.getBoundingClientRect().right > room + 1 && !one.closest('.wide, .canvas-box, .contents, .over'))
              .slice(0, 5).map((one) => one.tagName + '.' + one.className + ' ' + one.textContent.slice(0, 40))]""")
        self.assertLessEqual(over[0], 0, f"wider than the window: {over[1]}")
        squeezed = self.run_script("""
            return [...document.querySelectorAll('td, dd, p, .gauge-name')].filter((one) => one.getClientRects().length && one.textContent.length > 8)
              .filter((one) => one.getBoundingClientRect().width < 36).map((one) => one.textContent).slice(0, 3)""")
        self.assertEqual([], squeezed, "text that stands letter by letter")

    def colours_of_canvas(self, selector):
        """How many different colours the first canvas there holds."""
        return self.run_script("""
            const canvas = document.querySelector(arguments[0]);
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            const seen = new Set();
            for (let i = 0; i < data.length; i += 4) if (data[i + 3]) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
            return seen.size""", selector)

    def press(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def text(self, selector):
        return self.run_script("return document.querySelector(arguments[0]).textContent", selector)


def main():
    _, why_not = needed()
    if why_not:
        print(f"skipped: {why_not} (scripts/setup --test installs it)")
        sys.exit(77)
    suite = unittest.defaultTestLoader.discover(os.path.dirname(os.path.abspath(__file__)), "*_page_test.py")
    sys.exit(0 if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else 1)


if __name__ == "__main__":
    main()
