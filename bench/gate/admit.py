#!/usr/bin/env python3
"""python3 bench/gate/admit.py ASSAY [RUNS]: how long `assay admit` takes as a process, on the files of a node of
eight GPUs, eight adapters and 300 other PCI devices. Prints the fastest, median and slowest run, and beside it what
starting /bin/true takes. Exit status 1 if the median is 10 ms or more."""
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

MOST_S = 0.010


def put(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n")


def card(root, pci, vendor, kind):
    put(root, f"sys/bus/pci/devices/{pci}/vendor", vendor)
    put(root, f"sys/bus/pci/devices/{pci}/class", kind)


def make_node(root):
    """The files, and what a report says of them."""
    node = {"hostname": "node-0001", "machine_id": "0123456789abcdef0123456789abcdef", "board_serial": "BS42",
            "gpus": [], "nics": [], "software": {"driver": "580.95.05"}}
    put(root, "etc/machine-id", node["machine_id"])
    put(root, "sys/class/dmi/id/board_serial", "BS42")
    put(root, "proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release")
    for i in range(300):
        card(root, f"0000:{i // 8:02x}:1f.{i % 8}", "0x8086", "0x060400")
    for i in range(8):
        pci = f"0000:{0x80 + i:02x}:00.0"
        uuid = f"GPU-0000000{i}-1111-2222-3333-444444444444"
        card(root, pci, "0x10de", "0x030200")
        put(root, f"proc/driver/nvidia/gpus/{pci}/information",
            f"Model: \t\t NVIDIA H100 80GB HBM3\nGPU UUID: \t {uuid}\nVideo BIOS: \t 96.00.89.00.01")
        node["gpus"].append({"index": i, "pci": pci, "uuid": uuid, "vbios": "96.00.89.00.01"})
        guid = f"a088:c203:0045:670{i}"
        put(root, f"sys/class/infiniband/mlx5_{i}/node_guid", guid)
        node["nics"].append({"name": f"mlx5_{i}", "guid": guid})
    return node


def report_of(node):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"schema": "assay/report", "schema_version": "1.0",
            "run": {"id": "1", "started": now, "ended": now, "complete": True, "level": "quick", "nodes": 1,
                    "tool": {"name": "assay"}, "injected": []},
            "node": node,
            "results": [{"test": "memory.read", "subject": {"kind": "node"}, "outcome": "ok", "defects": [],
                         "metrics": [{"name": "bandwidth", "unit": "B/s", "better": "higher", "value": 3e9}]}]}


def milliseconds(command, runs):
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
        taken.append(1e3 * (time.perf_counter() - begin))
        if status != 0:
            sys.exit(f"{command[0]} ended with {status}")
    return min(taken), statistics.median(taken), max(taken)


def main():
    assay = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        root = pathlib.Path("node")
        pathlib.Path("report.json").write_text(json.dumps(report_of(make_node(root))))
        pathlib.Path("demo.yaml").write_text("profile: demo\ncertify: quick\nlimits:\n"
                                             "  - {test: memory.read, metric: bandwidth, at_least: 1 GB/s}\n")
        subprocess.run([assay, "keygen", "-o", "key"], stdout=subprocess.DEVNULL, check=True)
        subprocess.run([assay, "certify", "report.json", "--profile", "demo.yaml", "--key", "key", "-o", "cert"],
                       stdout=subprocess.DEVNULL, check=True)
        subprocess.run([assay, "revoke", "0" * 64, "--key", "key", "--list", "list"], stdout=subprocess.DEVNULL, check=True)
        admit = [assay, "admit", "cert", "--trust", "key.pub", "--revoked", "list", "--state", "seen", "--root", str(root)]
        for what, command in (("/bin/true", ["/bin/true"]), ("assay admit", admit)):
            best, median, worst = milliseconds(command, runs)
            print(f"{what}: {runs} runs, fastest {best:.2f} ms, median {median:.2f} ms, slowest {worst:.2f} ms")
    sys.exit(0 if median < 1e3 * MOST_S else 1)


if __name__ == "__main__":
    main()
