"""What torch.matmul reaches on the first GPU, as one JSON object like gpu-baseline's.

Ends with 2 and one line where torch or a GPU is missing.
"""

import json
import statistics
import sys

SIDES = (4096, 8192, 16384)
USUAL_SIDE = 8192


def seconds_a_call(torch, multiply):
    """Batches of some ten milliseconds, about half a second in all, after a tenth of warm-up."""

    def timed(calls):
        start = torch.cuda.Event(enable_timing=True)
        stop = torch.cuda.Event(enable_timing=True)
        start.record()
        for _ in range(calls):
            multiply()
        stop.record()
        stop.synchronize()
        return start.elapsed_time(stop) * 1e-3

    spent = one = timed(1)
    while spent < 0.1:
        one = timed(1)
        spent += one
    calls = max(1, min(10000, int(0.01 / one)))
    found, spent = [], 0.0
    while spent < 0.5 or len(found) < 3:
        batch = timed(calls)
        spent += batch
        found.append(batch / calls)
    return found


def rates(torch, dtype, side):
    a = torch.randn(side, side, device="cuda", dtype=torch.float32).to(dtype)
    b = torch.randn(side, side, device="cuda", dtype=torch.float32).to(dtype)
    c = torch.empty(side, side, device="cuda", dtype=dtype)
    work = 2.0 * side**3
    return [work / s for s in seconds_a_call(torch, lambda: torch.matmul(a, b, out=c))]


def figure(metric, name, side, found, note=""):
    return {
        "beside": f"compute.gemm_{name}.{metric}",
        "what": f"torch.matmul, {name}, {side} cubed{note}",
        "unit": "FLOP/s",
        "median": statistics.median(found),
        "best": max(found),
        "n": len(found),
    }


def measure(torch, name, dtype, tf32, figures, missing):
    torch.backends.cuda.matmul.allow_tf32 = tf32
    by_side = {}
    for side in SIDES:
        try:
            by_side[side] = rates(torch, dtype, side)
        except RuntimeError as error:
            missing.append({"what": f"torch.matmul, {name}, {side} cubed", "why": str(error).splitlines()[0]})
    if USUAL_SIDE in by_side:
        figures.append(figure("flops", name, USUAL_SIDE, by_side[USUAL_SIDE]))
    if by_side:
        best = max(by_side, key=lambda side: statistics.median(by_side[side]))
        figures.append(figure("best_flops", name, best, by_side[best], "; the best of 4096, 8192 and 16384"))


def main():
    try:
        import torch
    except ImportError as error:
        print(f"torch_matmul: {error}", file=sys.stderr)
        sys.exit(2)
    if not torch.cuda.is_available():
        print("torch_matmul: torch sees no GPU", file=sys.stderr)
        sys.exit(2)
    properties = torch.cuda.get_device_properties(0)
    bus = [getattr(properties, f"pci_{part}_id", None) for part in ("domain", "bus", "device")]
    pci = "" if None in bus else f"{bus[0]:04x}:{bus[1]:02x}:{bus[2]:02x}.0"
    figures, missing = [], []
    types = (
        ("fp64", torch.float64, False),
        ("fp32", torch.float32, False),
        ("tf32", torch.float32, True),
        ("fp16", torch.float16, False),
        ("bf16", torch.bfloat16, False),
    )
    for name, dtype, tf32 in types:
        measure(torch, name, dtype, tf32, figures, missing)
    missing.append({"what": "fp8_e4m3, fp8_e5m2, int8", "why": "torch.matmul has no such types"})
    found = {
        "by": f"torch.matmul of torch {torch.__version__}",
        "device": {"name": properties.name, "pci": pci},
        "figures": figures,
        "missing": missing,
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
