# The peer: metrics of one array in numpy, one a line of standard input; prints processor seconds and the value.
import sys
import time

import numpy as np

x = np.fromfile(sys.argv[1], dtype=np.float64)
n = len(x)


def hhi():
    p = x / x.sum()
    return np.dot(p, p) * 10_000


def gini():
    s = np.sort(x)
    return 2 * np.dot(np.arange(1, n + 1), s) / (n * s.sum()) - (n + 1) / n


def theil():
    p = x / x.sum()
    return np.log(n) + (p * np.log(p)).sum()


def nakamoto():
    held = np.cumsum(np.sort(x)[::-1])
    return np.searchsorted(held, held[-1] / 2, side="right") + 1


def cr4():
    return np.partition(x, n - 4)[n - 4:].sum() / x.sum()


def all_five():
    s = np.sort(x)
    held = np.cumsum(s[::-1])
    total = held[-1]
    p = s / total
    gini = 2 * np.dot(np.arange(1, n + 1), s) / (n * total) - (n + 1) / n
    theil = np.log(n) + (p * np.log(p)).sum()
    k = np.searchsorted(held, total / 2, side="right") + 1
    return np.dot(p, p) * 10_000 + gini + theil + k + held[3] / total


print("ready", np.__version__, flush=True)
for line in sys.stdin:
    metric = globals()[line.strip()]
    start = time.process_time()
    value = metric()
    print(time.process_time() - start, float(value), flush=True)
