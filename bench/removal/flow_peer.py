"""networkx as a peer for competing placement: maximum flows from classes to sets of GPUs. Reads one JSON request, answers seconds of processor time and the flows."""

import json
import sys
import time

import networkx as nx

request = json.load(sys.stdin)
flows = []
start = time.process_time()
for left in request["left"]:
    graph = nx.DiGraph()
    for job, wanted in enumerate(request["wanted"]):
        graph.add_edge("source", ("job", job), capacity=wanted)
    for index, jobs in enumerate(request["sets"]):
        graph.add_edge(("set", index), "sink", capacity=left[index])
        for job in jobs:
            graph.add_edge(("job", job), ("set", index))
    flows.append(nx.maximum_flow_value(graph, "source", "sink"))
print(json.dumps({"version": nx.__version__, "seconds": time.process_time() - start, "flows": flows}))
