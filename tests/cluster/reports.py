#!/usr/bin/env python3
"""reports.py CONDITION FILE...: does it hold of these reports? Exit status 1 and the reason if not."""
import json
import sys


def results(report, outcome):
    return [r for r in report["results"] if r["outcome"] == outcome]


def against_ok(report):
    if not report["run"]["complete"]:
        return "not complete"
    if not report["results"]:
        return "no results"
    bad = [r for r in report["results"] if r["outcome"] != "ok" or r.get("defects")]
    return f"not ok: {bad[0]['test']}: {bad[0].get('reason')}" if bad else None


def against_defect(report, where):
    for r in results(report, "failed"):
        if any(where in d.get("where", "") for d in r.get("defects", [])):
            return None
    return f"no defect {where!r}"


def against_error(report, reason):
    reasons = [r.get("reason", "") for r in results(report, "error")]
    return None if any(reason in r for r in reasons) else f"no error {reason!r} among {reasons[:2]}"


def against_silent(report, host):
    heard = [e["subject"].get("id") for e in report["events"] if e["kind"] == "rank_silent"]
    return None if heard == [host] else f"silent are {heard}, not {host}"


def against_same_figures(reports):
    def figures(report):
        return [(r["test"], sorted(r["params"].items()), r["metrics"][0]["value"]) for r in report["results"]]

    first = figures(reports[0])
    return None if all(figures(r) == first for r in reports[1:]) else "figures differ between ranks"


def fact(report, name):
    return next(r["facts"][name] for r in report["results"] if name in r.get("facts", {}))


def against_in_step(reports):
    """These hosts have one clock: what they measured of each other's must be nothing, within what they claim."""
    epochs = {fact(r, "epoch") for r in reports}
    if len(epochs) != 1:
        return f"epochs are {sorted(epochs)}"
    for report in reports:
        words = fact(report, "clock_offset").split()
        offset, uncertainty = float(words[0]), float(words[4])
        print(f"clock of {report['node']['hostname']}: {1e6 * offset:+.1f} us, known to {1e6 * uncertainty:.1f} us")
        if abs(offset) > uncertainty:
            return f"a clock is {offset} s off, claimed to be known to {uncertainty} s"
    return None


def against_summed_power(report, watts):
    """What all hosts draw together, as the rank that gathers has it: its mean, and how far it swings in a second."""
    loads = [r for r in report["results"] if r["test"].startswith("burnin.") and r["subject"]["kind"] == "group"]
    if len(loads) != 1:
        return f"{len(loads)} loads of all hosts"
    values = {m["name"]: m["value"] for m in loads[0]["metrics"]}
    print(f"the hosts together: {values}")
    if "power_sum_mean" not in values:
        return f"no mean: {loads[0]['facts']}"
    if abs(values["power_sum_mean"] / float(watts) - 1) > 0.1:
        return f"the mean is {values['power_sum_mean']} W, not {watts}"
    if values["power_range"] < 0.4 * float(watts):
        return f"the range is {values['power_range']} W"
    series = [s for s in report["telemetry"]["series"] if s["name"] == "power_w"]
    return None if len(series) == 1 else f"{len(series)} series of power"


def against_count(report, param, wanted):
    found = {r["params"][param] for r in report["results"] if param in r["params"]}
    return None if len(found) == int(wanted) else f"{param} are {sorted(found)}"


def against(condition, reports):
    name, _, value = condition.partition("=")
    one = reports[0]
    if name == "ok":
        return against_ok(one)
    if name == "complete":
        return None if one["run"]["complete"] else "not complete"
    if name == "incomplete":
        return "complete" if one["run"]["complete"] else None
    if name == "nodes":
        found = ",".join(n["hostname"] for n in one["nodes"])
        return None if found == value else f"nodes are {found}"
    if name == "defect":
        return against_defect(one, value)
    if name == "error":
        return against_error(one, value)
    if name == "silent":
        return against_silent(one, value)
    if name == "same-figures":
        return against_same_figures(reports)
    if name == "in-step":
        return against_in_step(reports)
    if name == "staggered":
        delays = [float(fact(r, "start_delay").split()[0]) for r in reports]
        return None if delays == sorted(set(delays)) else f"delays are {delays}"
    if name == "event":
        kinds = [e["kind"] for e in one["events"]]
        return None if value in kinds else f"no event {value!r} among {kinds}"
    if name == "ended-by":
        ends = {r["facts"].get("ended_by") for r in one["results"] if r["test"].startswith("burnin.")}
        return None if ends == {value} else f"ended by {ends}"
    if name == "summed-power":
        return against_summed_power(one, value)
    if name == "fact":
        name, _, wanted = value.partition("=")
        found = {r["facts"][name] for r in one["results"] if name in r.get("facts", {})}
        good = found and all(text.startswith(wanted) for text in found)
        return None if good else f"{name} is {found or 'nowhere'}"
    if name in ("types", "reductions"):
        return against_count(one, name[:-1], value)
    return f"no such condition: {name}"


def main():
    condition, paths = sys.argv[1], sys.argv[2:]
    try:
        reports = [json.load(open(path, encoding="utf-8")) for path in paths]
    except (OSError, ValueError) as error:
        print(f"{condition}: {error}", file=sys.stderr)
        return 1
    reason = against(condition, reports)
    if reason:
        print(f"{paths[0]}: {condition}: {reason}", file=sys.stderr)
    return 1 if reason else 0


sys.exit(main())
