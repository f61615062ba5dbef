"""The peer of compute.ts: the same models in PyTorch, one order a line.

An order is JSON with `do` and the model's `name`: open (folder, compiled, fused, draw), train (steps),
sample (times), codes, close; all but open say how many threads. The folder holds setting.json (sizes,
and which weights there are), weights.f32, codes.i32 [batches, columns, rows] and uniforms.f32 [steps,
columns, drawn]. The answer is JSON: seconds, and losses or rows; codes; or error.
"""
import json
import sys
import time

try:
    import numpy as np
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(0)


def dense(weights, name):
    """A layer whose matrix is kept as [outputs, inputs], as PyTorch does."""
    matrix, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    layer = nn.Linear(*matrix.shape)
    with torch.no_grad():
        layer.weight.copy_(matrix.T)
        layer.bias.copy_(bias.reshape(-1))
    return layer


def embedding(weights, name):
    return nn.Embedding.from_pretrained(weights[f"{name}.table"].clone(), freeze=False)


def draw(logits, uniform, how):
    """Codes by inverse CDF: how many running sums lie below the uniform; or the engine's own draw."""
    shares = F.softmax(logits, dim=-1)
    if how == "multinomial":
        return torch.multinomial(shares, 1).squeeze(-1)
    last = shares.shape[-1] - 1
    if how == "search":
        return torch.searchsorted(shares.cumsum(-1), uniform.unsqueeze(-1)).squeeze(-1).clamp(max=last)
    return (shares.cumsum(-1) < uniform.unsqueeze(-1)).sum(-1).clamp(max=last)


class Reference(nn.Module):
    """Column j from the embeddings of the columns before it: dense 256, relu, softmax."""

    def __init__(self, setting, weights):
        super().__init__()
        columns = range(len(setting["cardinalities"]))
        self.embeddings = nn.ModuleList(embedding(weights, f"column{j}.embedding") for j in columns[:-1])
        self.first = nn.Parameter(weights["column0.hidden.bias"].reshape(-1).clone())
        self.hidden = nn.ModuleList(dense(weights, f"column{j}.hidden") for j in columns[1:])
        self.heads = nn.ModuleList(dense(weights, f"column{j}.head") for j in columns)

    def logits(self, j, known, rows):
        if j == 0:
            return self.heads[0](F.relu(self.first)).expand(rows, -1)
        return self.heads[j](F.relu(self.hidden[j - 1](torch.cat(known, dim=1))))

    def forward(self, codes):
        known, loss = [], 0
        for j in range(len(self.heads)):
            loss = loss + F.cross_entropy(self.logits(j, known, len(codes)), codes[:, j])
            if j < len(self.embeddings):
                known.append(self.embeddings[j](codes[:, j]))
        return loss

    def sample(self, uniforms, how):
        known, drawn = [], []
        for j in range(len(self.heads)):
            code = draw(self.logits(j, known, len(uniforms[0])), uniforms[0][:, j], how)
            drawn.append(code)
            if j < len(self.embeddings):
                known.append(self.embeddings[j](code))
        return [torch.stack(drawn, dim=1)]

    @staticmethod
    def arranged(codes, setting):
        return codes.contiguous()  # [batches, B, columns]


class Model:
    """A twin with its optimiser, its batches and its uniforms."""

    def __init__(self, order):
        folder = order["folder"]
        with open(f"{folder}/setting.json") as file:
            setting = json.load(file)
        flat = torch.from_numpy(np.fromfile(f"{folder}/weights.f32", dtype=np.float32))
        weights, start = {}, 0
        for spec in setting["weights"]:
            size = int(np.prod(spec["shape"], dtype=np.int64))
            weights[spec["name"]] = flat[start : start + size].reshape(spec["shape"])
            start += size
        columns = len(setting["cardinalities"])
        codes = torch.from_numpy(np.fromfile(f"{folder}/codes.i32", dtype=np.int32)).long()
        # [batches, columns, rows] -> [batches, rows, columns]
        codes = codes.reshape(setting["batches"], columns, -1).transpose(1, 2)
        uniforms = torch.from_numpy(np.fromfile(f"{folder}/uniforms.f32", dtype=np.float32))
        # [steps, columns, drawn] -> [steps, drawn, columns]
        uniforms = uniforms.reshape(setting["steps"], columns, -1).transpose(1, 2)
        self.network = MODELS[setting["kind"]](setting, weights)
        self.codes = self.network.arranged(codes, setting)
        self.uniforms = [one.contiguous() for one in uniforms]
        self.forward = torch.compile(self.network) if order["compiled"] else self.network
        self.draw = self.network.sample
        if order["compiled"]:
            self.draw = torch.compile(self.network.sample)
        self.how = order["draw"]
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(),
            lr=setting["rate"],
            betas=(0.9, 0.999),
            eps=1e-8,
            weight_decay=setting["decay"],
            fused=True if order["fused"] else None,
        )
        self.rows = setting["steps"] * setting["drawn"]
        self.done = 0

    def train(self, steps):
        losses = []
        start = time.perf_counter()
        for _ in range(steps):
            self.optimizer.zero_grad()
            loss = self.forward(self.codes[self.done % len(self.codes)])
            loss.backward()
            self.optimizer.step()
            losses.append(loss.detach())
            self.done += 1
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "losses": [float(loss) for loss in losses]}

    def sample(self, times):
        start = time.perf_counter()
        with torch.inference_mode():
            for _ in range(times):
                self.draw(self.uniforms, self.how)
        return {"seconds": time.perf_counter() - start, "rows": times * self.rows}

    def drawn_codes(self):
        with torch.inference_mode():
            drawn = self.network.sample(self.uniforms, self.how)
        return {"codes": [int(code) for step in drawn for code in step.T.reshape(-1)]}


MODELS = {"reference": Reference}


def answer(models, order):
    name = order["name"]
    if "threads" in order:
        torch.set_num_threads(order["threads"])
    if order["do"] == "open":
        models[name] = Model(order)
    elif order["do"] == "train":
        return models[name].train(order["steps"])
    elif order["do"] == "sample":
        return models[name].sample(order["times"])
    elif order["do"] == "codes":
        return models[name].drawn_codes()
    elif order["do"] == "close":
        del models[name]
    return {}


def main():
    print(json.dumps({"version": torch.__version__}), flush=True)
    models = {}
    for line in sys.stdin:
        try:
            said = answer(models, json.loads(line))
        except Exception as error:  # told to who asked: a compiler that is not there, for one
            said = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
