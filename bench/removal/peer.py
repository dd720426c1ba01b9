"""Peers of the removal benchmark: HiGHS through scipy, and numpy. Reads one JSON request a line, answers seconds of processor time and a value."""

import json
import sys
import time

import numpy as np
import scipy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity, vstack


def load(request):
    units, classes = request["units"], request["classes"]
    kappa = np.fromfile(request["path"], dtype=np.int32).reshape(units, classes).astype(np.int64)
    return kappa, np.array(request["quantity"], dtype=np.int64), np.array(request["value"], dtype=np.int64)


def smallest_attack(request):
    """One-shot MIP: fewest removals so that sum of s_w, s_w >= value * min(quantity, left), stays below the limit."""
    kappa, quantity, value = load(request)
    units, classes = kappa.shape
    total = kappa.sum(axis=0)
    worth = value * quantity
    over = value * np.maximum(0, total - quantity)
    # columns: z (units), y (classes, 1 = short), s (classes)
    full = hstack([csr_matrix((classes, units)), csr_matrix(np.diag(worth)), identity(classes)])
    short = hstack([csr_matrix((kappa * value).T), csr_matrix(np.diag(-over)), identity(classes)])
    limit = hstack([csr_matrix((1, units + classes)), csr_matrix(np.ones((1, classes)))])
    rows = vstack([full, short, limit]).tocsr()
    low = np.concatenate([worth, value * total - over, [-np.inf]])
    high = np.concatenate([np.full(2 * classes, np.inf), [request["below"] - 1]])
    cost = np.concatenate([np.ones(units), np.zeros(2 * classes)])
    result = milp(
        cost,
        constraints=LinearConstraint(rows, low, high),
        bounds=Bounds(0, np.concatenate([np.ones(units + classes), worth.astype(float)])),
        integrality=np.concatenate([np.ones(units + classes), np.zeros(classes)]),
        options={"time_limit": request["seconds"], "mip_rel_gap": 0},
    )
    return round(result.fun) if result.status == 0 else None


def envelope(request):
    """Worst case of every k up to the last one: all class subsets, the largest sums by partition."""
    kappa, quantity, value = load(request)
    weighted = (kappa * value).astype(np.float64)
    worth, excess, last = value * quantity, weighted.sum(axis=0) - value * quantity, request["last"]
    worst = np.full(last, float(worth.sum()))
    for mask in range(1, 1 << weighted.shape[1]):
        bits = [bit for bit in range(weighted.shape[1]) if mask >> bit & 1]
        rho = weighted[:, bits].sum(axis=1)
        top = -np.sort(-rho[np.argpartition(-rho, last)[:last]])
        np.minimum(worst, worth.sum() + excess[bits].sum() - np.cumsum(top), out=worst)
    return float(worst.sum())


def pairs(request):
    """Every pair removed in turn, one unit with all that follow at once."""
    kappa, quantity, value = load(request)
    total, breaking = kappa.sum(axis=0), 0
    for unit in range(len(kappa) - 1):
        served = np.minimum(quantity, total - kappa[unit] - kappa[unit + 1 :]) @ value
        breaking += int((served < request["below"]).sum())
        np.argpartition(served, min(100, len(served) - 1))
    return breaking


def trials(request):
    """Exact-k random removal: random keys, an order, running sums, served at the recorded numbers of removals."""
    kappa, quantity, value = load(request)
    random, total, ks = np.random.default_rng(7), kappa.sum(axis=0), np.array(request["ks"])
    kappa = kappa.astype(np.int32)
    sums = np.zeros(len(ks))
    for _ in range(request["trials"]):
        order = np.argsort(random.random(len(kappa)))
        lost = np.zeros((len(kappa) + 1, kappa.shape[1]), dtype=np.int32)
        np.cumsum(kappa[order], axis=0, out=lost[1:])
        sums += np.minimum(quantity, total - lost[ks]) @ value
    return float(sums[len(ks) // 2] / request["trials"])


KINDS = {"smallest-attack": smallest_attack, "envelope": envelope, "pairs": pairs, "trials": trials}

print(f"numpy {np.__version__}, scipy {scipy.__version__}", flush=True)
for line in sys.stdin:
    request = json.loads(line)
    start = time.process_time()
    value = KINDS[request["kind"]](request)
    print(json.dumps({"seconds": time.process_time() - start, "value": value}), flush=True)
