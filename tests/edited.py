"""edited.py REPORT HOST BANDWIDTH AGE_S [MACHINE_ID]: the report as HOST's, with that memory bandwidth and steady, ended AGE_S
seconds ago."""
import datetime
import json
import sys

path, host, bandwidth, age_s, machine = (sys.argv[1:] + [""])[:5]
with open(path, encoding="utf-8") as file:
    report = json.load(file)
report["node"]["hostname"] = host
if machine:
    report["node"]["machine_id"] = machine
ended = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=float(age_s))
report["run"]["started"] = (ended - datetime.timedelta(seconds=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
report["run"]["ended"] = ended.strftime("%Y-%m-%dT%H:%M:%SZ")
for result in report["results"]:
    # The machine of a test is never quiet.
    result["steady"] = True
    for metric in result["metrics"]:
        if metric["name"] != "bandwidth":
            continue
        # All samples alike, so that no statistic contradicts another.
        metric["value"] = float(bandwidth)
        metric.pop("peak", None)
        for name in metric.get("samples", {}):
            if name not in ("n", "stddev", "droop"):
                metric["samples"][name] = float(bandwidth)
            elif name != "n":
                metric["samples"][name] = 1.0 if name == "droop" else 0.0
json.dump(report, sys.stdout)
