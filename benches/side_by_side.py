#!/usr/bin/env python3
"""Détente beside plain Python, on the same conflicts, in one run: side_by_side.py DETENTE [--instructions] [--quick].

Makes random conflicts, has both analyse each (five concepts, all decision makers, all states), stops at the first
difference in what they find, and prints a table in Markdown: processor time of the whole process, for Détente the
least of three runs. With --instructions it counts the instructions of both with valgrind instead, which does not
depend on what else the machine is doing. --quick leaves out what takes long.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
# options, decision makers, rules, one-way options in a hundred
SIZES = [(4, 2, 0, 0), (6, 3, 0, 0), (8, 3, 0, 0), (8, 4, 4, 25), (9, 3, 0, 0), (10, 3, 4, 0), (10, 5, 0, 25), (11, 3, 0, 0), (11, 5, 0, 0), (12, 3, 0, 0)]
QUICK = 5
COUNTED = 3
RUNS = 3


def run(command):
    """What the command prints, and the seconds of processor time that it took."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
        out.seek(0)
        return out.read(), used.ru_utime + used.ru_stime


def least(command, runs):
    """The output, and the least time of some runs."""
    taken = [run(command) for _ in range(runs)]
    return taken[0][0], min(seconds for _, seconds in taken)


def instructions(command):
    """How many instructions the command takes, in one thread."""
    with tempfile.NamedTemporaryFile() as note:
        counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={note.name}"]
        subprocess.run([*counting, *command], stdout=subprocess.DEVNULL, check=True, env={**os.environ, "RAYON_NUM_THREADS": "1", "PYTHONHASHSEED": "0"})
        return int(re.search(r"Collected : (\d+)", Path(note.name).read_text()).group(1))


def same(ours, theirs):
    """Stops where the two answers differ."""
    ours, theirs = json.loads(ours), json.loads(theirs)
    if ours["scope"]["states"] != theirs["states"]:
        sys.exit("they differ in the number of states")
    for concept, found in theirs["concepts"].items():
        if ours["counts"][concept]["stable"] != found["stable"] or ours["equilibria"][concept] != found["equilibria"]:
            sys.exit(f"they differ under {concept}")
    return theirs["states"]


def main(arguments):
    options = {word for word in arguments if word.startswith("--")}
    programs = [word for word in arguments if not word.startswith("--")]
    if len(programs) != 1 or options - {"--instructions", "--quick"}:
        sys.exit(__doc__)
    counted = "--instructions" in options
    unit = "instructions" if counted else "s of processor time"
    print(f"| options, DMs, rules, one-way | states | Détente: {unit} | plain Python: {unit} | times |")
    print("| --- | ---: | ---: | ---: | ---: |")
    sizes = SIZES[:COUNTED] if counted else SIZES[:QUICK] if "--quick" in options else SIZES
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "conflict.toml"
            made = subprocess.run([sys.executable, HERE / "make.py", *map(str, size)], stdout=subprocess.PIPE, check=True)
            file.write_bytes(made.stdout)
            detente = [programs[0], "analyze", file, "--format", "json", "--limit", "1000000"]
            python = [sys.executable, HERE / "reference.py", file]
            ours, seconds = least(detente, RUNS)
            theirs, their_seconds = run(python)
            states = same(ours, theirs)
            shape = f"{size[0]}, {size[1]}, {size[2]}, {size[3]} %"
            if counted:
                mine, other = instructions(detente), instructions(python)
                print(f"| {shape} | {states} | {mine:,} | {other:,} | {other / mine:,.0f} |", flush=True)
            else:
                # The clock of processor time has a grain of about a millisecond.
                ratio = their_seconds / max(seconds, 0.001)
                print(f"| {shape} | {states} | {seconds:.3f} | {their_seconds:.2f} | {ratio:,.0f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
