"""Measures Netsmith and its peers alternately, case by case, on the same data; run.sh calls it. See README.md."""
import argparse
import array
import glob
import gzip
import os
import platform
import random
import select
import statistics
import subprocess
import sys
import time

from cases import CASES, DIGITS, INFERENCE, TRAINING, flops, network, parameter_count

TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.1             # cores that other programs may use during a timing before it is taken again
UNITS = {"epoch": ("s/epoch", 1), "step": ("us/step", 1e6), "sample": ("us/sample", 1e6)}


class Measurer:
    """A program that speaks the line protocol (protocol.py)."""

    def __init__(self, command, environment, log):
        self.log = log
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(log, "w"),
                                        env={**os.environ, **environment}, text=True, bufsize=1)
        self.name = None

    def ask(self, line, timeout=300):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return self.fail(line)
        ready, _, _ = select.select([self.process.stdout], [], [], timeout)
        answer = self.process.stdout.readline().strip() if ready else ""
        return answer or self.fail(line)

    def fail(self, line):
        self.process.kill()
        tail = "".join(open(self.log).readlines()[-5:])
        raise RuntimeError(f"{self.name or self.log}: no answer to '{line}'\n{tail}")

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def own_cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def busy_cpu():
    fields = [int(v) for v in open("/proc/stat").readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def prepare_data(folder, source, samples):
    """images.u8, labels.u8, inputs-N.f32 and the networks' starting parameters, in one folder for all measurers."""
    os.makedirs(folder, exist_ok=True)
    generator = random.Random(1)
    if source:
        images, labels = idx(source, "train-images-idx3-ubyte", 16), idx(source, "train-labels-idx1-ubyte", 8)
        images, labels = images[:samples * 784], labels[:samples]
        if len(labels) < samples or len(images) < samples * 784:
            sys.exit(f"{source} has {len(labels)} labels and {len(images) // 784} images; {samples} are needed")
    else:
        # As in MNIST, four fifths of the pixels are 0; the label moves a bright stroke, so that there is something to learn.
        labels = bytes(generator.randrange(10) for _ in range(samples))
        strokes = [bytes(generator.randrange(64, 256) if (i // 14) % 10 == c and i % 14 < 11 else 0 for i in range(784)) for c in range(10)]
        noise = [bytes(generator.choice((0, 0, 0, 0, 0, 0, 0, 1, 2, 3)) * 40 for _ in range(784)) for _ in range(50)]
        pictures = [[bytes(map(max, stroke, dots)) for dots in noise] for stroke in strokes]
        images = b"".join(pictures[c][generator.randrange(50)] for c in labels)
    for name, content in (("images.u8", images), ("labels.u8", labels)):
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)
    for size in (2, 4):
        rows = [-1, -1, -1, 1, 1, -1, 1, 1] * 4 if size == 2 else [generator.uniform(-1, 1) for _ in range(64)]
        write_floats(f"{folder}/inputs-{size}.f32", rows)
    for case in TRAINING + INFERENCE:
        values = []
        for i, o in zip(case.sizes, case.sizes[1:]):
            values += [generator.uniform(-1, 1) / i ** 0.5 for _ in range(i * o + o)]
        write_floats(f"{folder}/{network(case)}.f32", values)


def idx(folder, name, header):
    path = os.path.join(folder, name)
    data = open(path, "rb").read() if os.path.exists(path) else gzip.open(path + ".gz").read()
    return data[header:]


def write_floats(path, values):
    with open(path, "wb") as file:
        array.array("f", values).tofile(file)


def measure(measurers, names, rounds, limits, patience):
    """{case: {measurer: [seconds]}}, {case: {measurer: [check]}}, {case: [limit in seconds]}, {case: [cores others used]}"""
    times, checks, least, others = {}, {}, {}, {}
    for name in names:
        case = CASES[name]
        able = []
        for measurer in measurers:
            try:
                if measurer.ask("prepare " + name) == "ready":
                    able.append(measurer)
            except RuntimeError as error:
                if measurer in measurers[:2]:
                    raise
                print(f"# {error}", file=sys.stderr)
                measurers.remove(measurer)
        times[name] = {m.name: [] for m in able}
        checks[name] = {m.name: [] for m in able}
        least[name], others[name] = [], []
        for turn in range(rounds):
            least[name].append(limit_of(case, limits))
            for measurer in able[turn % len(able):] + able[:turn % len(able)]:
                time.sleep(0.05)                                # threads of the one before, still spinning, go to sleep
                timings = []
                for attempt in range(patience + 1):
                    busy, own, start = busy_cpu(), measurer.own_cpu(), time.perf_counter()
                    seconds, check = map(float, measurer.ask("run " + name).split())
                    wall = time.perf_counter() - start
                    foreign = max(0.0, (busy_cpu() - busy - (measurer.own_cpu() - own)) / wall)
                    timings.append((foreign, seconds, check))
                    if foreign <= QUIET:
                        break
                    time.sleep(0.3)
                foreign, seconds, check = min(timings)          # the one that others disturbed least
                others[name].append(foreign)
                times[name][measurer.name].append(seconds)
                checks[name][measurer.name].append(check)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return times, checks, least, others


def limit_of(case, limits):
    """Seconds that the arithmetic alone takes at the FMA peak just measured on one core, times the threads; for one sample, the reading of the parameters if that is more."""
    peak = float(limits.ask("run fma").split()[0]) * 1e9 * case.threads
    count = sample_count if case.kind == "epoch" else case.batch
    arithmetic = flops(case, count) / peak
    if case.kind != "sample" or parameter_count(case) < 4096:
        return arithmetic
    size = 4 * parameter_count(case)
    return max(arithmetic, size / (float(limits.ask(f"run read/{size}").split()[0]) * 1e9))


def check_predictions(checks):
    """All measurers computed the same function; a difference means that the comparison is worthless."""
    wrong = []
    for name, found in checks.items():
        if CASES[name].kind != "sample":
            continue
        values = {who: v[0] for who, v in found.items()}
        reference = statistics.median(values.values())
        wrong += [f"{name}: {who} computed {v:.6g}, the others {reference:.6g}" for who, v in values.items() if abs(v - reference) > 1e-3 * max(1, abs(reference))]
    return wrong


def write_tables(folder, times, checks, least, others, netsmiths):
    """netsmiths: the names of Netsmith's measurers with one thread and with two, of which a case's own is compared with all others."""
    rows, spread, limit_rows = [], [], []
    for name, found in times.items():
        unit, scale = UNITS[CASES[name].kind]
        title = f"{name} {unit}"
        netsmith = netsmiths[CASES[name].threads - 1]
        ours = statistics.median(found[netsmith])
        for who, values in found.items():
            middle = statistics.median(values)
            if who != netsmith:
                rows.append(f"{title}\t{ours * scale:.4g}\t{middle * scale:.4g}\t{who}\t{middle / ours:.2f}")
            spread.append(f"{title}\t{who}\t{middle * scale:.4g}\t{min(values) * scale:.4g}\t{max(values) * scale:.4g}\t{len(values)}\t{checks[name][who][-1]:.6g}")
        limit = statistics.median(least[name])
        at_best = min(least[name]) / min(found[netsmith])
        limit_rows.append(f"{title}\t{ours * scale:.4g}\t{limit * scale:.4g}\t{100 * limit / ours:.0f} %\t{100 * at_best:.0f} %\t{statistics.median(others[name]):.2f}")
    tables = {
        "results.tsv": ("case\tnetsmith\tpeer\tpeer name\tratio", rows),
        "spread.tsv": ("case\twho\tmedian\tmin\tmax\truns\tcheck", spread),
        "limits.tsv": ("case\tnetsmith\tlimit\tof the limit\tat best\tcores used by others", limit_rows),
    }
    for file, (head, lines) in tables.items():
        with open(f"{folder}/{file}", "w") as out:
            out.write("\n".join([head, *lines]) + "\n")
    return rows, limit_rows


def main():
    global sample_count
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True, help="folder for prepared data, logs and results")
    parser.add_argument("--netsmith", required=True, help="Netsmith.Benchmarks.dll")
    parser.add_argument("--native", required=True, help="folder of the compiled programs: native_peer, fann_peer, onnxruntime_peer and limits")
    parser.add_argument("--node-modules", help="folder that holds onnxruntime-node")
    parser.add_argument("--openblas", help="folder of an OpenBLAS that uses OpenMP: PyTorch's and NumPy's best on two threads")
    parser.add_argument("--data", help="folder of MNIST's IDX files, plain or .gz; without it, synthetic bytes")
    parser.add_argument("--quick", action="store_true", help="fewer samples and shorter timings: under 3 minutes")
    parser.add_argument("--rounds", type=int, default=0, help="timings of each measurer in each case (at least 5)")
    parser.add_argument("--cases", default="", help="only the cases that contain this text")
    options = parser.parse_args()
    rounds = max(5, options.rounds or (5 if options.quick else 7))
    sample_count = 6000 if options.quick else 60000
    known = [name for name in CASES if options.data or name not in [case.name for case in DIGITS]]
    names = [name for name in known if options.cases in name]
    if not names:
        sys.exit(f"no case contains '{options.cases}'; there are {', '.join(known)}")

    data = os.path.join(options.work, "data")
    prepare_data(data, options.data, sample_count)
    here = os.path.dirname(os.path.abspath(__file__))
    python = ["/usr/bin/python3"]
    subprocess.run([*python, f"{here}/torch_peer.py", data, "1", "--export"], check=True, stdout=subprocess.DEVNULL)
    # glibc gives large blocks back to the system and faults them in again; with these settings PyTorch is at its best.
    steady = {"MALLOC_TRIM_THRESHOLD_": "2000000000", "MALLOC_MMAP_THRESHOLD_": "2000000000", "BENCH_SAMPLE_SECONDS": "0.05" if options.quick else "0.3"}
    two = {**steady, **({"LD_LIBRARY_PATH": options.openblas} if options.openblas else {})}
    commands = {
        "netsmith": (["dotnet", options.netsmith, "peers", data, "1"], steady),
        "netsmith2": (["dotnet", options.netsmith, "peers", data, "2"], steady),
        "torch1": ([*python, f"{here}/torch_peer.py", data, "1"], steady),
        "torch2": ([*python, f"{here}/torch_peer.py", data, "2"], two),
        "numpy1": ([*python, f"{here}/numpy_peer.py", data, "1"], steady),
        "numpy2": ([*python, f"{here}/numpy_peer.py", data, "2"], two),
        "native": ([f"{options.native}/native_peer", data], steady),
        "fann": ([f"{options.native}/fann_peer", data], steady),
    }
    if options.node_modules:
        commands["onnx"] = (["node", f"{here}/onnxruntime_peer.js", data, options.node_modules], steady)
        # The same native library, called without Node. If there is none for this processor, the program says so.
        processor = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
        library = f"{options.node_modules}/onnxruntime-node/bin/napi-v*/linux/{processor}/libonnxruntime.so.1"
        commands["onnx-c"] = ([f"{options.native}/onnxruntime_peer", data, *(glob.glob(library)[:1] or [library])], steady)
    limits = Measurer([f"{options.native}/limits"], {}, f"{options.work}/limits.log")
    measurers = [Measurer(command, environment, f"{options.work}/{name}.log") for name, (command, environment) in commands.items()]
    try:
        for measurer in measurers:
            measurer.name = measurer.ask("name")
        netsmiths = [measurer.name for measurer in measurers[:2]]
        print(f"# FMA peak {float(limits.ask('run fma').split()[0]):.0f} GFLOP/s on one core with vectors of {limits.ask('name')} bits; reads GB/s: "
              + ", ".join(f"{size >> 10} KB {float(limits.ask(f'run read/{size}').split()[0]):.0f}" for size in (16 << 10, 256 << 10, 640 << 10, 256 << 20)))
        print(f"# {sample_count} samples an epoch, {'MNIST' if options.data else 'synthetic bytes'}; {rounds} timings of each, alternating; ratio = peer / Netsmith")
        times, checks, least, others = measure(measurers, names, rounds, limits, 0 if options.quick else 4)
    finally:
        for measurer in [limits, *measurers]:
            measurer.close()
    rows, limit_rows = write_tables(options.work, times, checks, least, others, netsmiths)
    print("case\tnetsmith\tpeer\tpeer name\tratio")
    print("\n".join(rows))
    print("\ncase\tnetsmith\tlimit\tof the limit\tat best\tcores used by others")
    print("\n".join(limit_rows))
    if statistics.median(v for per_case in others.values() for v in per_case) > QUIET:
        print("# other programs were using the machine: ratios hold better than times", file=sys.stderr)
    wrong = check_predictions(checks)
    if wrong:
        sys.exit("the measurers disagree:\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
