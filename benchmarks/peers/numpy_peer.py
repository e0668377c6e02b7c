"""NumPy, as a careful person writes it: weights [out, in], float32 throughout, in place where it helps. usage: numpy_peer.py DATA THREADS"""
import os
import sys

DATA, THREADS = sys.argv[1], int(sys.argv[2])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(THREADS)       # before the import
import numpy as np

from cases import CASES, LEARNING_RATE, network
from protocol import serve

generator = np.random.default_rng(0)


def parameters(case):
    flat, layers, at = np.fromfile(f"{DATA}/{network(case)}.f32", np.float32), [], 0
    for i, o in zip(case.sizes, case.sizes[1:]):
        weight, bias = flat[at:at + i * o].reshape(o, i).copy(), flat[at + i * o:at + i * o + o].copy()
        layers.append((weight, bias))
        at += i * o + o
    return layers


def inputs(size, count=16):
    if size == 784:
        return np.fromfile(f"{DATA}/images.u8", np.uint8, count * 784).reshape(count, 784) / np.float32(255)
    return np.fromfile(f"{DATA}/inputs-{size}.f32", np.float32).reshape(-1, size)[:count]


def activate(kind, z):
    if kind == "relu":
        np.maximum(z, 0, out=z)
    elif kind == "tanh":
        np.tanh(z, out=z)
    elif kind == "sigmoid":
        np.negative(z, out=z)
        np.exp(z, out=z)
        z += 1
        np.reciprocal(z, out=z)
    elif kind == "softmax":
        z -= z.max(axis=1, keepdims=True)
        np.exp(z, out=z)
        z /= z.sum(axis=1, keepdims=True)
    return z


def forward(case, layers, x):
    """The activations of every layer, the input first."""
    outputs = [x]
    for k, (weight, bias) in enumerate(layers):
        z = outputs[-1] @ weight.T
        z += bias
        outputs.append(activate(case.hidden if k < len(layers) - 1 else case.last, z))
    return outputs


def loss_and_gradient(case, y, target):
    """The mean loss, and its gradient before the last activation, written over the outputs."""
    n = np.float32(len(target))
    if case.loss == "cross_entropy":
        p = activate("softmax", y)
        rows = np.arange(len(target))
        loss = -np.log(p[rows, target]).mean()
        p[rows, target] -= 1
        p /= n
        return loss, p
    error = y - target[:, None]
    if case.loss == "squared_error":
        return (error * error).mean(), error * (1 - y * y) * (2 / n)                     # tanh
    return np.abs(error).mean(), np.sign(error) * y * (1 - y) / n                        # sigmoid


class Adam:
    def __init__(self, layers, rate):
        self.rate, self.step, self.moments = rate, 0, [[(np.zeros_like(p), np.zeros_like(p)) for p in layer] for layer in layers]

    def apply(self, k, which, parameter, gradient):
        mean, square = self.moments[k][which]
        mean += np.float32(0.1) * (gradient - mean)
        square += np.float32(0.001) * (gradient * gradient - square)
        rate = np.float32(self.rate / (1 - 0.9 ** self.step))
        parameter -= rate * mean / (np.sqrt(square / np.float32(1 - 0.999 ** self.step)) + np.float32(1e-8))


class Sgd:
    def __init__(self, layers, rate):
        self.rate, self.step = np.float32(rate), 0

    def apply(self, k, which, parameter, gradient):
        gradient *= self.rate
        parameter -= gradient


def stepper(case):
    layers = parameters(case)
    optimizer = (Adam if case.optimizer == "adam" else Sgd)(layers, LEARNING_RATE[case.optimizer])

    def step(x, target):
        optimizer.step += 1
        outputs = forward(case, layers, x)
        loss, delta = loss_and_gradient(case, outputs[-1], target)
        for k in range(len(layers) - 1, -1, -1):
            weight, bias = layers[k]
            below = None
            if k:
                below = delta @ weight
                below *= outputs[k] > 0 if case.hidden == "relu" else 1 - outputs[k] * outputs[k]
            optimizer.apply(k, 0, weight, delta.T @ outputs[k])
            optimizer.apply(k, 1, bias, delta.sum(axis=0))
            delta = below
        return loss
    return step


def prepare(name):
    case = CASES[name]
    if case.threads > THREADS:
        return None
    last = [0.0]
    if case.kind == "epoch":
        y = np.fromfile(f"{DATA}/labels.u8", np.uint8)
        x = inputs(784, len(y))
        y = y.astype(np.int64) if case.loss == "cross_entropy" else (y & 1).astype(np.float32)
        step = stepper(case)

        def call():
            order = generator.permutation(len(x))
            for i in range(0, len(x), case.batch):
                index = order[i:i + case.batch]
                last[0] = step(x[index], y[index])
        return call, lambda: last[0]
    if case.kind == "step":
        x, step = inputs(case.sizes[0], case.batch), stepper(case)
        y = np.array([-1, 1, 1, -1], np.float32) if case.loss == "squared_error" else np.arange(case.batch) % 3

        def call():
            last[0] = step(x, y)
        return call, lambda: last[0]
    layers, turn = parameters(case), [0]
    samples = [row[None].copy() for row in inputs(case.sizes[0])]
    weights = np.arange(1, case.sizes[-1] + 1, dtype=np.float32)

    def call():
        turn[0] = (turn[0] + 1) & 15
        return forward(case, layers, samples[turn[0]])[-1]
    return call, lambda: float(sum((forward(case, layers, x)[-1] * weights).sum() for x in samples))


serve(f"NumPy {np.__version__} (OpenBLAS), {THREADS} thread{'s' if THREADS > 1 else ''}", prepare)
