"""PyTorch. usage: torch_peer.py DATA THREADS; with --export: writes the networks of the prediction cases as ONNX files and ends."""
import os
import sys

DATA, THREADS = sys.argv[1], int(sys.argv[2])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(THREADS)       # before the import
import numpy as np
import torch
from torch import nn

from cases import CASES, INFERENCE, LEARNING_RATE, network
from protocol import serve, timed

torch.set_num_threads(THREADS)
torch.manual_seed(0)
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "softmax": lambda: nn.Softmax(dim=1)}


def build(case):
    modules = []
    for i, o in zip(case.sizes, case.sizes[1:]):
        modules += [nn.Linear(i, o), ACTIVATIONS[case.hidden]()]
    modules.pop()
    if case.last:
        modules.append(ACTIVATIONS[case.last]())
    net = nn.Sequential(*modules)
    flat = torch.from_numpy(np.fromfile(f"{DATA}/{network(case)}.f32", np.float32))
    nn.utils.vector_to_parameters(flat, net.parameters())
    return net


def inputs(size, count=16):
    if size == 784:
        return np.fromfile(f"{DATA}/images.u8", np.uint8, count * 784).reshape(count, 784) / np.float32(255)
    return np.fromfile(f"{DATA}/inputs-{size}.f32", np.float32).reshape(-1, size)[:count]


def labels():
    return np.fromfile(f"{DATA}/labels.u8", np.uint8)


def absolute_error(p, y):
    """fastai's loss for a sigmoid output and targets 0 and 1."""
    p = p[:, 0]
    return torch.where(y == 1, 1 - p, p).mean()


LOSSES = {"cross_entropy": nn.functional.cross_entropy, "absolute_error": absolute_error, "squared_error": nn.functional.mse_loss}


def stepper(case):
    net, loss_of = build(case), LOSSES[case.loss]
    rate = LEARNING_RATE[case.optimizer]
    optimizer = torch.optim.SGD(net.parameters(), lr=rate) if case.optimizer == "sgd" else torch.optim.Adam(net.parameters(), lr=rate)

    def step(x, y):
        optimizer.zero_grad()
        loss = loss_of(net(x), y)
        loss.backward()
        optimizer.step()
        return loss
    return step


def epochs(case):
    y = labels()
    x = torch.from_numpy(inputs(784, len(y)))
    y = torch.from_numpy(y.astype(np.int64) if case.loss == "cross_entropy" else (y & 1).astype(np.float32))
    step, batch, last = stepper(case), case.batch, [0]

    def loop():
        order = torch.randperm(len(x))
        for i in range(0, len(x), batch):
            index = order[i:i + batch]
            last[0] = step(x[index], y[index])

    def slices():
        order = torch.randperm(len(x))
        xs, ys = x[order], y[order]
        for i in range(0, len(x), batch):
            last[0] = step(xs[i:i + batch], ys[i:i + batch])
    return fastest(loop, slices), lambda: float(last[0])


def steps(case):
    x = torch.from_numpy(inputs(case.sizes[0], case.batch))
    if case.loss == "squared_error":
        y = torch.tensor([[-1.], [1.], [1.], [-1.]])
    else:
        y = torch.arange(case.batch) % 3
    step, last = stepper(case), [0]

    def call():
        last[0] = step(x, y)
    return call, lambda: float(last[0])


def predictions(case):
    net = build(case).eval()
    samples = [torch.from_numpy(row[None].copy()) for row in inputs(case.sizes[0])]
    with torch.no_grad():
        frozen = torch.jit.freeze(torch.jit.script(net))
    weights = torch.arange(1, case.sizes[-1] + 1, dtype=torch.float32)

    def runner(model):
        turn = [0]

        def call():
            turn[0] = (turn[0] + 1) & 15
            return model(samples[turn[0]])
        return call
    candidates = [runner(net), runner(frozen)]
    for _ in range(200):
        candidates[1]()
    return fastest(*candidates, count=2000), lambda: float(sum((net(x) * weights).sum() for x in samples))


def fastest(*calls, count=1):
    for call in calls:
        timed(call, count)
    return min(calls, key=lambda call: min(timed(call, count), timed(call, count)))


def prepare(name):
    case = CASES[name]
    if case.threads > THREADS:
        return None
    return {"epoch": epochs, "step": steps, "sample": predictions}[case.kind](case)


if "--export" in sys.argv:
    for case in INFERENCE:
        torch.onnx.export(build(case), torch.rand(1, case.sizes[0]), f"{DATA}/{network(case)}.onnx", input_names=["x"], output_names=["y"], opset_version=13)
    sys.exit()
torch.autograd.set_grad_enabled(True)


def prepare_in_mode(name):
    inference = CASES[name].kind == "sample"
    torch.set_grad_enabled(not inference)
    return prepare(name)


serve(f"PyTorch {torch.__version__.split('a')[0]}, {THREADS} thread{'s' if THREADS > 1 else ''}", prepare_in_mode)
