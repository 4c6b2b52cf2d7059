#!/usr/bin/env python3
"""Takes the files out of docs/extending.md, builds them into the program and tries it.

Usage: extending_test.py SOURCE_DIR BUILD_DIR. The build's own tables get a row for each file, as a new run of CMake would
write it; they and the files are compiled as their neighbours are, and linked in front of the libraries that were built.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PAGE = (SOURCE / "docs/extending.md").read_text()
# Folder of a file, a neighbour that is compiled as it shall be, the build's table, and how a row of that looks.
KINDS = {
    "suites/system": ("suites/system/time.cpp", "suites/register_host.cpp"),
    "reports/importers": ("reports/importers/stream.cpp", "reports/importers/importers.cpp"),
    "reports/render/formats": ("reports/render/formats/csv.cpp", "reports/render/renderers.cpp"),
    "cli/verbs": ("cli/verbs/keygen.cpp", "cli/verbs.cpp"),
}


def run(words, **options):
    return subprocess.run(words, capture_output=True, text=True, timeout=300, **options)


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def with_row(table, old, new):
    """Each line of the neighbour's, and after it the same of the new file."""
    lines = []
    for line in table.splitlines():
        lines.append(line)
        if re.search(rf"(?<![a-z]){old}\b|_{old}\b", line):
            lines.append(re.sub(rf"{old}\b", new, line))
    return "\n".join(lines) + "\n"


class Extending(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.tree = pathlib.Path(cls.holder.name)
        cls.files = dict(re.findall(r"\n`([^`\n]+)`\n\n```[a-z]+\n(.*?)```", PAGE, re.S))
        for name, text in cls.files.items():
            path = cls.tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        cls.build()

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def compile(cls, neighbour, source, rename):
        command = next(unit for unit in UNITS if unit["file"] == str(neighbour))
        words = [rename(word) for word in shlex.split(command["command"])]
        out = str(cls.tree / (source.stem + "-" + source.parent.name + ".o"))
        words[words.index("-o") + 1] = out
        words[words.index("-c") + 1] = str(source)
        done = run(words, cwd=command["directory"])
        assert done.returncode == 0, f"{source} does not compile:\n{done.stderr}"
        return out

    @classmethod
    def build(cls):
        objects = []
        for name in (n for n in cls.files if n.endswith(".cpp")):
            folder, new = str(pathlib.Path(name).parent), pathlib.Path(name).stem
            neighbour, table = KINDS[folder]
            old = pathlib.Path(neighbour).stem
            named = lambda word: re.sub(rf"([_.\"]){old}\b", rf"\g<1>{new}", word) if word.startswith("-D") else word
            objects.append(cls.compile(SOURCE / neighbour, cls.tree / name, named))
            text = with_row((BUILD / table).read_text(), old, new)
            copy = cls.tree / "tables" / pathlib.Path(table).name
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(text)
            objects.append(cls.compile(BUILD / table, copy, lambda word: word))
        done = run(["ninja", "-C", str(BUILD), "-t", "commands", "bin/assay"])
        line = done.stdout.strip().splitlines()[-1].split(" && ")[1]
        (cls.tree / "bin").mkdir()
        (cls.tree / "lib").symlink_to(BUILD / "lib")
        line = line.replace("-o bin/assay", " ".join(objects) + f" -o {cls.tree}/bin/assay")
        done = run(line, shell=True, cwd=BUILD)
        assert done.returncode == 0, f"does not link:\n{done.stderr[-2000:]}"

    def assay(self, line):
        """What stands on the page, said to the program that was built."""
        self.assertIn("\n" + line + "\n", PAGE)
        return run(["bash", "-c", line], cwd=self.tree, env={"PATH": f"{self.tree}/bin:/usr/bin:/bin", "HOME": "/"})

    def test_five_files_stand_on_the_page(self):
        self.assertEqual(sorted(str(pathlib.Path(name).parent) for name in self.files), sorted([*KINDS, "reports/profiles"]))

    def test_a_test_a_limit_and_a_format(self):
        done = self.assay("assay run --only system.entropy --profile none -o entropy.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = next(r for r in json.loads((self.tree / "entropy.json").read_text())["results"] if r["test"] == "system.entropy")
        kernel = int(pathlib.Path("/proc/sys/kernel/random/entropy_avail").read_text())
        self.assertGreater(result["metrics"][0]["value"], 0)
        listed = run([self.tree / "bin/assay", "list"]).stdout
        self.assertIn("system.entropy", listed)
        lint = self.assay("assay lint reports/profiles/my-keys.yaml")
        self.assertEqual(lint.returncode, 0, lint.stdout + lint.stderr)
        line = "assay judge entropy.json --profile reports/profiles/my-keys.yaml"
        self.assertEqual(self.assay(line).returncode, 0 if kernel >= 128 else 1)
        self.assertEqual(self.assay(line + " --format totals").stdout, "pass 1\n" if kernel >= 128 else "fail 1\n")

    def test_an_importer(self):
        log, line = re.search(r"\n(printf .*)\n(assay import .*)\n", PAGE).groups()
        self.assertEqual(self.assay(log).returncode, 0)
        done = self.assay(line)
        self.assertEqual(done.returncode, 0, done.stderr)
        results = json.loads((self.tree / "disk.json").read_text())["results"]
        disk = next(r for r in results if r["test"] == "hdparm.buffered_reads")
        self.assertAlmostEqual(disk["metrics"][0]["value"], 169.44 * 1048576, delta=1)
        text = (self.tree / "hdparm.log").read_text()
        (self.tree / "hdparm.log").write_text(text.replace("169.44", "269.44"))
        self.assertEqual(self.assay(line).returncode, 1, "a rate that is not size over time is a defect")
        (self.tree / "hdparm.log").write_text(text.replace("510 MB", "5.1 GB"))
        self.assertEqual(self.assay(line).returncode, 2, "what cannot be read is named")

    def test_a_verb(self):
        done = self.assay("assay profiles")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("integrity", done.stdout.split())


if not (BUILD / "compile_commands.json").exists() or run(["sh", "-c", "command -v ninja"]).returncode:
    skip("the build was not made by ninja")
UNITS = json.loads((BUILD / "compile_commands.json").read_text())
unittest.main(argv=sys.argv[:1])
