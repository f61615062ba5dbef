"""The peer of compute.ts: the same models in PyTorch, one order a line.

An order is JSON with `do` and the model's `name`: open (folder, compiled, fused, draw), train (steps),
sample (times), codes, close; all but open say how many threads. The folder holds setting.json (sizes,
and which weights there are), weights.f32, codes.i32 [batches, columns, rows], gaps.f32 [batches, rows],
uniforms.f32 [steps, columns, drawn] and drawn-gaps.f32 [steps, drawn]. The answer is JSON: seconds, and losses or rows; codes; or error.
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
        wanted = uniform.unsqueeze(-1).contiguous()
        return torch.searchsorted(shares.cumsum(-1), wanted).squeeze(-1).clamp(max=last)
    return (shares.cumsum(-1) < uniform.unsqueeze(-1)).sum(-1).clamp(max=last)


class Columns(nn.Module):
    """Column j from what a row is told and the embeddings of the columns before it."""

    def __init__(self, setting, weights, told):
        super().__init__()
        columns = range(len(setting["cardinalities"]))
        tables = [j for j in columns if f"column{j}.embedding.table" in weights]
        self.embeddings = nn.ModuleList(embedding(weights, f"column{j}.embedding") for j in tables)
        self.first = None if told else nn.Parameter(weights["column0.hidden.bias"].clone())
        layers = columns if told else columns[1:]
        self.hidden = nn.ModuleList(dense(weights, f"column{j}.hidden") for j in layers)
        self.heads = nn.ModuleList(dense(weights, f"column{j}.head") for j in columns)

    def logits(self, j, known, rows):
        if not known:
            return self.heads[j](F.relu(self.first)).expand(rows, -1)
        layer = self.hidden[j - len(self.heads) + len(self.hidden)]
        return self.heads[j](F.relu(layer(torch.cat(known, dim=-1))))

    def loss(self, codes, known, embedded):
        """codes [N, columns]; `known` [N, X] beforehand; the sum of the columns' mean losses."""
        total = 0
        for j in range(len(self.heads)):
            total = total + F.cross_entropy(self.logits(j, known, len(codes)), codes[:, j])
            if j < len(self.heads) - 1:
                known.append(embedded[j])
        return total

    def draw(self, uniforms, known, how):
        """uniforms [N, columns] -> codes and their embeddings."""
        drawn, embedded = [], []
        for j in range(len(self.heads)):
            code = draw(self.logits(j, known, len(uniforms)), uniforms[:, j], how)
            drawn.append(code)
            if j < len(self.embeddings):
                embedded.append(self.embeddings[j](code))
                known.append(embedded[-1])
        return torch.stack(drawn, dim=1), embedded


class Reference(nn.Module):
    """Rows that stand alone."""

    def __init__(self, setting, weights):
        super().__init__()
        self.columns = Columns(setting, weights, told=False)

    def forward(self, codes, gaps):
        embedded = [layer(codes[:, j]) for j, layer in enumerate(self.columns.embeddings)]
        return self.columns.loss(codes, [], embedded)

    def sample(self, uniforms, gaps, how):
        return [self.columns.draw(uniforms[0], [], how)[0]]


class Sequence(nn.Module):
    """Rows after the history of the rows before: codes [S, T, columns]."""

    def __init__(self, setting, weights):
        super().__init__()
        self.columns = Columns(setting, weights, told=True)
        self.shape = (-1, setting["steps"])

    def forward(self, codes, gaps):
        flat = codes.reshape(-1, codes.shape[-1])
        embedded = [layer(flat[:, j]) for j, layer in enumerate(self.columns.embeddings)]
        rows = torch.cat(embedded, dim=-1)
        past = self.history(rows.reshape(*codes.shape[:2], -1), gaps)
        return self.columns.loss(flat, [past.reshape(len(flat), -1)], embedded)

    def sample(self, uniforms, gaps, how):
        state = self.beginning(uniforms[0].shape[0])
        drawn = []
        for step, uniform in enumerate(uniforms):
            past, state = self.past(state, gaps[step])
            codes, embedded = self.columns.draw(uniform, [past], how)
            state = self.remember(state, torch.cat(embedded, dim=-1))
            drawn.append(codes)
        return drawn


class Decay(Sequence):
    """Sums of earlier rows, forgotten by the row or by the second."""

    KEPT = (0.0, 0.8)
    SECONDS = (1.0, 60.0)

    def __init__(self, setting, weights):
        super().__init__(setting, weights)
        self.row = dense(weights, "row")
        self.mix = dense(weights, "history")
        steps = torch.arange(setting["steps"])
        distance = steps[None, :] - steps[:, None]  # [s, t]
        later = (distance > 0).float()
        self.register_buffer("later", later)
        by_row = [torch.pow(kept, (distance - 1).clamp(min=0)) * later for kept in self.KEPT]
        self.register_buffer("by_row", torch.stack(by_row))

    def history(self, rows, gaps):
        x = self.row(rows)
        seconds = (self.later * gaps.unsqueeze(1)).cumsum(-1)  # [S, s, t]
        left = [one.T for one in self.by_row]
        left += [(torch.exp(seconds / -tau) * self.later).transpose(1, 2) for tau in self.SECONDS]
        return F.relu(self.mix(torch.cat([one @ x for one in left], dim=-1)))

    def beginning(self, rows):
        width = self.row.out_features
        sums = [torch.zeros(rows, width) for _ in (*self.KEPT, *self.SECONDS)]
        return sums, torch.zeros(rows, width)

    def past(self, state, gaps):
        sums, row = state
        shares = len(self.KEPT)
        next_sums = [one * kept + row for one, kept in zip(sums[:shares], self.KEPT)]
        next_sums += [
            (one + row) * torch.exp(gaps / -tau) for one, tau in zip(sums[shares:], self.SECONDS)
        ]
        return F.relu(self.mix(torch.cat(next_sums, dim=-1))), (next_sums, row)

    def remember(self, state, row):
        return state[0], self.row(row)


class Gru(Sequence):
    """The state of PyTorch's own gated recurrent unit."""

    def __init__(self, setting, weights):
        super().__init__(setting, weights)
        matrix = weights["memory.input.weight"]
        self.gru = nn.GRU(matrix.shape[0], matrix.shape[1] // 3, batch_first=True)
        with torch.no_grad():
            self.gru.weight_ih_l0.copy_(matrix.T)
            self.gru.weight_hh_l0.copy_(weights["memory.state.weight"].T)
            self.gru.bias_ih_l0.copy_(weights["memory.input.bias"])
            self.gru.bias_hh_l0.copy_(weights["memory.state.bias"])

    def history(self, rows, gaps):
        states, _ = self.gru(rows)
        return F.pad(states[:, :-1], (0, 0, 1, 0))

    def beginning(self, rows):
        return torch.zeros(rows, self.gru.hidden_size)

    def past(self, state, gaps):
        return state, state

    def remember(self, state, row):
        gru = self.gru
        return torch.gru_cell(
            row, state, gru.weight_ih_l0, gru.weight_hh_l0, gru.bias_ih_l0, gru.bias_hh_l0
        )


MODELS = {"reference": Reference, "decay": Decay, "gru": Gru}


def start_watch():
    start, work = time.perf_counter(), time.process_time()
    return lambda: {"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - work}


class Model:
    """A twin with its optimiser, its batches and its uniforms."""

    def __init__(self, order):
        folder = order["folder"]
        with open(f"{folder}/setting.json") as file:
            setting = json.load(file)
        def read(name):
            return torch.from_numpy(np.fromfile(f"{folder}/{name}.f32", dtype=np.float32))

        flat = read("weights")
        weights, start = {}, 0
        for spec in setting["weights"]:
            size = int(np.prod(spec["shape"], dtype=np.int64))
            weights[spec["name"]] = flat[start : start + size].reshape(spec["shape"])
            start += size
        columns, steps = len(setting["cardinalities"]), setting["steps"]
        batches, drawn = setting["batches"], setting["drawn"]
        codes = torch.from_numpy(np.fromfile(f"{folder}/codes.i32", dtype=np.int32)).long()
        # [batches, columns, rows] -> [batches, rows, columns], or [batches, S, T, columns]
        codes = codes.reshape(batches, columns, -1).transpose(1, 2).contiguous()
        self.codes = codes if steps == 1 else codes.reshape(batches, -1, steps, columns)
        # [steps, columns, drawn] -> [steps, drawn, columns]
        uniforms = read("uniforms").reshape(steps, columns, drawn).transpose(1, 2)
        self.uniforms = list(uniforms.contiguous())
        self.gaps = [None] * batches if steps == 1 else read("gaps").reshape(batches, -1, steps)
        self.drawn_gaps = None if steps == 1 else list(read("drawn-gaps").reshape(steps, drawn, 1))
        self.network = MODELS[setting["kind"]](setting, weights)
        self.forward = self.network
        if order["compiled"]:
            self.forward = torch.compile(self.network)
            self.network.columns.draw = torch.compile(self.network.columns.draw)
        self.how = order["draw"]
        parameters = list(self.network.parameters())
        groups = [  # a bias does not decay
            {"params": [one for one in parameters if one.dim() > 1], "weight_decay": setting["decay"]},
            {"params": [one for one in parameters if one.dim() == 1], "weight_decay": 0.0},
        ]
        fused = True if order["fused"] else None
        self.optimizer = torch.optim.AdamW(groups, lr=setting["rate"], fused=fused)
        self.rows = steps * drawn
        self.done = 0

    def train(self, steps):
        losses = []
        spent = start_watch()
        for _ in range(steps):
            self.optimizer.zero_grad()
            at = self.done % len(self.codes)
            loss = self.forward(self.codes[at], self.gaps[at])
            loss.backward()
            self.optimizer.step()
            losses.append(loss.detach())
            self.done += 1
        return {**spent(), "losses": [float(loss) for loss in losses]}

    def sample(self, times):
        spent = start_watch()
        with torch.inference_mode():
            for _ in range(times):
                self.network.sample(self.uniforms, self.drawn_gaps, self.how)
        return {**spent(), "rows": times * self.rows}

    def drawn_codes(self):
        with torch.inference_mode():
            drawn = self.network.sample(self.uniforms, self.drawn_gaps, self.how)
        return {"codes": [int(code) for step in drawn for code in step.T.reshape(-1)]}


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
