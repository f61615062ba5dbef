"""The peer of random-forest.ts: scikit-learn on the rows that it is handed, one order a line.

An order is JSON: folder, seed, jobs, trees. The folder holds columns.f64 (training, then holdout,
column by column), labels.u8 and shape.json. The answer is JSON: seconds and scores.
"""
import json
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    folder = order["folder"]
    with open(f"{folder}/shape.json") as file:
        shape = json.load(file)
    rows, training = shape["rows"], shape["training"]
    values = np.fromfile(f"{folder}/columns.f64").reshape(shape["features"], rows).T
    values = np.ascontiguousarray(values, dtype=np.float32)
    labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8)
    forest = RandomForestClassifier(order["trees"], random_state=order["seed"], n_jobs=order["jobs"])
    start = time.perf_counter()
    forest.fit(values[:training], labels[:training])
    fitted = time.perf_counter()
    scores = forest.predict_proba(values[training:])[:, 1]
    done = time.perf_counter()
    answer = {
        "fit": fitted - start,
        "predict": done - fitted,
        "auc": roc_auc_score(labels[training:], scores),
        "averagePrecision": average_precision_score(labels[training:], scores),
    }
    print(json.dumps(answer), flush=True)
