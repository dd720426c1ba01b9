# The peer: the numbers of a view of one array in numpy, one part a line of standard input; prints processor seconds and the value.
import sys
import time

import numpy as np

x = np.fromfile(sys.argv[1], dtype=np.float64)
n = len(x)


def numbers(s):
    # s ascending
    held = np.cumsum(s[::-1])
    total = held[-1]
    p = s / total
    squares = np.dot(p, p)
    entropy = -(p * np.log(p)).sum()
    gini = 2 * np.dot(np.arange(1, n + 1), s) / (n * total) - (n + 1) / n
    k = (np.searchsorted(held, total * np.array([1 / 3, 1 / 2, 2 / 3]), side="right") + 1).sum()
    one = held[0] / total
    effective = n + np.exp(entropy) + 1 / squares + 1 / one
    return squares * 10_000 + one + held[3] / total + k + gini + np.log(n) - entropy + entropy / np.log(2) + effective


def ordered():
    return x[np.argsort(-x, kind="stable")]


def order():
    return ordered()[n >> 1]


def profile():
    return numbers(np.sort(x))


def view():
    return numbers(ordered()[::-1])


print("ready", np.__version__, flush=True)
for line in sys.stdin:
    metric = globals()[line.strip()]
    start = time.process_time()
    value = metric()
    print(time.process_time() - start, float(value), flush=True)
