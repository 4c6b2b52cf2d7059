#!/usr/bin/env python3
"""documents_test.py SOURCE_DIR ASSAY: documents are held against what they speak of: every metric is explained, every test that
the table of threats names exists, every link leads somewhere."""
import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT, ASSAY = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
METRICS = ROOT / "docs" / "metrics"


def word(text):
    return re.compile(rf"(?<![\w/]){re.escape(text)}(?![\w/])")


def suites():
    said = subprocess.run([ASSAY, "list", "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(said)["suites"]


class Metrics(unittest.TestCase):
    """A metric is explained where one line of its suite's pages has its name and its unit. A name may be written with a
    placeholder, `<counter>_delta`, if what stands in its place is on the page, too."""

    @staticmethod
    def explains(lines, name, unit):
        text = "\n".join(lines)
        for line in lines:
            if not word(unit).search(line):
                continue
            if word(name).search(line):
                return True
            for pattern in re.findall(r"`(\w*<\w+>\w*)`", line):
                found = re.fullmatch(re.sub(r"<\w+>", r"(\\w+)", pattern), name)
                if found and word(found[1]).search(text):
                    return True
        return False

    def test_every_one_is_explained_with_its_unit(self):
        count = 0
        for suite in suites():
            pages = sorted(METRICS.glob(f"{suite['name']}*.md"))
            self.assertTrue(pages, f"docs/metrics/ has no page of the suite {suite['name']}")
            lines = [line for page in pages for line in page.read_text(encoding="utf-8").splitlines()]
            for test in suite["tests"]:
                for metric in test["metrics"]:
                    count += 1
                    with self.subTest(test=test["id"], metric=metric["name"], unit=metric["unit"]):
                        self.assertTrue(self.explains(lines, metric["name"], metric["unit"]))
        self.assertGreater(count, 100)

    def test_every_test_is_named_on_its_page(self):
        for suite in suites():
            pages = METRICS.glob(f"{suite['name']}*.md")
            text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
            for test in suite["tests"]:
                with self.subTest(test=test["id"]):
                    self.assertTrue(word(test["id"].split(".")[1]).search(text), "not on its page")

    def test_what_is_not_explained_is_noticed(self):
        lines = ["| rate | B/s | bytes / seconds |", "| `<port>_delta` | count | |"]
        self.assertTrue(self.explains(lines, "rate", "B/s"))
        self.assertFalse(self.explains(lines, "rate", "s"))
        self.assertFalse(self.explains(lines, "rates", "B/s"))
        self.assertFalse(self.explains(lines, "link_delta", "count"))


class Threats(unittest.TestCase):
    """The rows of docs/security.md: `file`: CaseOne, CaseTwo; `other file`: ..."""

    def test_every_row_names_tests_that_exist(self):
        page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
        rows = [line for line in page.splitlines() if line.startswith("| ") and re.search(r"`[a-z/_]+_test\.", line)]
        table = page[page.index("| threat |"):].split("\n\n")[0].splitlines()[2:]
        self.assertEqual(len(rows), len(table), "a row names no test")
        self.assertGreater(len(rows), 20)
        for row in rows:
            for file, cases in re.findall(r"`([a-z/_]+_test\.[a-z]+)`: ([^;|]+)", row.split("|")[3]):
                path = ROOT / "tests" / file.replace("reports/", "reports/certificate/", 1)
                with self.subTest(file=file):
                    self.assertTrue(path.is_file(), f"{path} is not there")
                    text = path.read_text(encoding="utf-8")
                    for case in re.split(r",\s*", cases.strip()):
                        self.assertTrue(re.search(rf"TEST(_[FP])?\(\w+, {case}\)", text), f"no test {case}")
            for file in re.findall(r"`([a-z/_]+_test\.sh)`", row):
                with self.subTest(file=file):
                    self.assertTrue((ROOT / "tests" / file).is_file(), "is not there")


class Links(unittest.TestCase):
    def test_every_one_leads_to_a_file(self):
        pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
        for page in pages:
            text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
            for target in re.findall(r"\]\(([^)#\s]+)", text):
                if not re.match(r"[a-z]+:", target):
                    with self.subTest(page=str(page.relative_to(ROOT)), link=target):
                        self.assertTrue((page.parent / target).exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
