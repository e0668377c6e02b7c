"""What is measured: the same list for every measurer (peers/README.md explains the names)."""
from collections import namedtuple

# kind: "epoch" (seconds for one pass over the data), "step" (seconds a training step) or "sample" (seconds a prediction)
# threads: of the measurers that take part; 1 is every measurer, with the number of threads that its name says
Case = namedtuple("Case", "name kind sizes hidden last loss optimizer batch threads", defaults=(1,))

TRAINING = [
    Case("train/784-200-10/b32", "epoch", (784, 200, 10), "relu", None, "cross_entropy", "sgd", 32),
    Case("train/784-200-10/b128", "epoch", (784, 200, 10), "relu", None, "cross_entropy", "sgd", 128),
    Case("train/784-200-10/b500", "epoch", (784, 200, 10), "relu", None, "cross_entropy", "sgd", 500),
    Case("train/784-200-10/b128/2-threads", "epoch", (784, 200, 10), "relu", None, "cross_entropy", "sgd", 128, 2),
    Case("train/784-200-10/b500/2-threads", "epoch", (784, 200, 10), "relu", None, "cross_entropy", "sgd", 500, 2),
    Case("train/784-20-10/b256", "epoch", (784, 20, 10), "relu", None, "cross_entropy", "sgd", 256),
    Case("train/784-30-1-sigmoid/b256", "epoch", (784, 30, 1), "relu", "sigmoid", "absolute_error", "sgd", 256),
    Case("train/784-10/b256", "epoch", (784, 10), "relu", None, "cross_entropy", "sgd", 256),
    Case("train/784-128-64-10-adam/b64", "epoch", (784, 128, 64, 10), "relu", None, "cross_entropy", "adam", 64),
    Case("train/2-8-1-tanh/b4", "step", (2, 8, 1), "tanh", "tanh", "squared_error", "sgd", 4),
    Case("train/4-16-3/b16", "step", (4, 16, 3), "relu", None, "cross_entropy", "sgd", 16),
]
INFERENCE = [
    Case("infer/2-8-1-tanh", "sample", (2, 8, 1), "tanh", "tanh", None, None, 1),
    Case("infer/4-16-3", "sample", (4, 16, 3), "relu", "softmax", None, None, 1),
    Case("infer/784-20-10", "sample", (784, 20, 10), "relu", "softmax", None, None, 1),
    Case("infer/784-200-10", "sample", (784, 200, 10), "relu", "softmax", None, None, 1),
    Case("infer/784-128-64-10", "sample", (784, 128, 64, 10), "relu", "softmax", None, None, 1),
]
# Only with --data: Netsmith's network skips inputs that are 0 (SparseInput), the peers' are as before.
DIGITS = [Case("infer/784-200-10/digits", "sample", (784, 200, 10), "relu", "softmax", None, None, 1)]
CASES = {case.name: case for case in TRAINING + INFERENCE + DIGITS}
LEARNING_RATE = {"sgd": 0.1, "adam": 0.001}


def network(case):
    """The name of the file of starting parameters, "784-200-10": weight [out, in] and bias of each layer in turn."""
    return "-".join(map(str, case.sizes))


def parameter_count(case):
    return sum(i * o + o for i, o in zip(case.sizes, case.sizes[1:]))


def flops(case, samples):
    """Multiplications and additions: forward and dW of every layer, dX of all but the first."""
    layers = [i * o for i, o in zip(case.sizes, case.sizes[1:])]
    forward = sum(layers)
    return 2 * samples * (forward if case.kind == "sample" else 2 * forward + sum(layers[1:]))
