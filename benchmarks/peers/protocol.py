"""The measurer's side of the line protocol: one command a line on stdin, one answer a line on stdout.

    name             who is measuring, for the table
    prepare CASE     set up and warm up; answers "ready", or "skip" where the measurer has no such case
    run CASE         one timing; answers "SECONDS CHECK": per epoch, step or prediction; CHECK is the mean loss or the
                     sum over 16 predictions of output * (index + 1), which must agree between measurers
"""
import os
import sys
import time

SAMPLE_SECONDS = float(os.environ.get("BENCH_SAMPLE_SECONDS", "0.2"))


def serve(name, prepare):
    """prepare(case name) returns a pair (call, check): call() does one unit of work, check() gives the number to compare."""
    prepared = {}
    answers = os.fdopen(os.dup(1), "w", buffering=1)     # stray prints of a library must not look like answers
    os.dup2(2, 1)
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command == "name":
            print(name, file=answers)
        elif command == "prepare":
            work = prepare(argument)
            if work is None:
                print("skip", file=answers)
                continue
            prepared.clear()
            prepared[argument] = (*work, calibrate(work[0]))
            print("ready", file=answers)
        elif command == "run":
            call, check, count = prepared[argument]
            print(timed(call, count) / count, check(), file=answers)
        else:
            print(f"unknown command {command!r}", file=sys.stderr)
            sys.exit(2)


def timed(call, count):
    start = time.perf_counter()
    for _ in range(count):
        call()
    return time.perf_counter() - start


def calibrate(call):
    """How many calls last SAMPLE_SECONDS; warms up on the way."""
    count = 1
    while (elapsed := timed(call, count)) < SAMPLE_SECONDS / 4:
        count *= 2
    return max(1, round(count * SAMPLE_SECONDS / elapsed))
