#!/usr/bin/env python3
"""Time and memory of `detente analyze` as a whole process: whole_process.py DETENTE [--most OPTIONS] [--runs N].

Five concepts, all decision makers, all states, of the random conflicts of make.py. Writes explicit.csv beside this
file: wall and processor seconds and peak MiB, the least of the runs. The machine should have nothing else to do.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
# (rules, one-way options in a hundred): the decision makers and options that are measured
SHAPES = {
    (0, 0): [(dms, options) for options in range(12, 29, 2) for dms in (2, 3, 5) if options < 28 or dms == 5],
    (0, 25): [(dms, options) for options in (20, 24, 26) for dms in (3, 5)],
    (20, 0): [(dms, options) for options in (20, 24, 26) for dms in (3, 5)],
}
# conflicts of few feasible states among many combinations: decision makers, options, rules
CROWDED = [(3, 32, 40), (5, 32, 40), (5, 40, 60)]
MEMORY = "12288"


def run(command):
    """Wall and processor seconds and the peak in MiB; the peak is at least that of this program, some 12 MiB."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    words = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    if process.returncode != 0:
        return None, words.decode()
    return (wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), None


def main(arguments):
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    options = dict(zip(arguments[1::2], map(int, arguments[2::2])))
    most, runs = options.get("--most", 26), options.get("--runs", 3)
    cells = [(dms, size, *shape) for shape, sizes in SHAPES.items() for dms, size in sizes if size <= most]
    cells += [(dms, size, rules, 0) for dms, size, rules in CROWDED]
    with open(HERE / "explicit.csv", "w", newline="") as file, tempfile.TemporaryDirectory() as folder:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["options", "decision_makers", "rules", "one_way_percent", "wall_s", "cpu_s", "peak_mib"])
        conflict = Path(folder) / "conflict.toml"
        for dms, size, rules, one_way in cells:
            made = [sys.executable, HERE / "make.py", str(size), str(dms), str(rules), str(one_way)]
            conflict.write_bytes(subprocess.run(made, stdout=subprocess.PIPE, check=True).stdout)
            taken = []
            for _ in range(runs):
                figures, refused = run([arguments[0], "analyze", conflict, "--memory", MEMORY])
                if refused is not None:
                    print(f"{size} options, {dms} DMs: {refused.strip()}", file=sys.stderr)
                    break
                taken.append(figures)
            if taken:
                wall, cpu, peak = (min(column) for column in zip(*taken))
                row = [size, dms, rules, one_way, f"{wall:.3f}", f"{cpu:.3f}", f"{peak:.0f}"]
                table.writerow(row)
                file.flush()
                print(*row, sep="\t", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
