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
