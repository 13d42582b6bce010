#!/usr/bin/env python3
"""Draws docs/images/performance.svg from the measurements beside this file: time and memory against the number of options.

explicit.csv is written by whole_process.py; symbolic.csv has the rows of the tables in docs/performance.md.
"""

import csv
import math
from pathlib import Path

HERE = Path(__file__).parent
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM, GAP = 760, 330, 64, 130, 34, 40, 46
OPTIONS = (12, 400)
# Colours of one lightness that are told apart by everybody, and a dash each, since colour alone says nothing in print.
LOOKS = [("#1b6ca8", ""), ("#b3541e", "7 3"), ("#3f7d3a", "2 3"), ("#7a3b8f", "9 3 2 3"), ("#8a6d00", "12 4"), ("#a8324e", "4 4")]


def read(name):
    with open(HERE / name, newline="") as file:
        return list(csv.DictReader(file))


def series():
    """What is drawn: a name, and for each number of options the seconds and the MiB."""
    lines = {}
    for row in read("explicit.csv"):
        if row["rules"] == "0" and row["one_way_percent"] == "0":
            lines.setdefault(f"explicit, {row['decision_makers']} DMs", []).append(row)
    for row in read("symbolic.csv"):
        lines.setdefault(row["what"], []).append(row)
    figure = lambda row: (int(row["options"]), float(row.get("wall_s") or row["cpu_s"]), float(row["peak_mib"]))
    return [(name, sorted(map(figure, rows))) for name, rows in lines.items()]


def panel(top, title, column, bounds, ticks, lines):
    """One diagram with logarithmic axes."""
    low, high = map(math.log10, bounds)
    x = lambda options: LEFT + (math.log(options) - math.log(OPTIONS[0])) / math.log(OPTIONS[1] / OPTIONS[0]) * (WIDTH - LEFT - RIGHT)
    y = lambda value: top + TOP + (high - math.log10(min(max(value, bounds[0]), bounds[1]))) / (high - low) * (HEIGHT - TOP - BOTTOM)
    out = [f'<text class="title" x="{LEFT}" y="{top + 18}">{title}</text>']
    for value, label in ticks:
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        out.append(f'<text class="tick" x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{label}</text>')
    for options in (12, 16, 20, 24, 28, 40, 64, 100, 200, 400):
        out.append(f'<text class="tick" x="{x(options):.1f}" y="{top + HEIGHT - BOTTOM + 18}" text-anchor="middle">{options}</text>')
    out.append(f'<text class="tick" x="{WIDTH - RIGHT}" y="{top + HEIGHT - 4}" text-anchor="end">options</text>')
    # Names stand at the ends of their lines, pushed apart where they would overlap.
    ends = sorted((y(points[-1][column]), at) for at, (_, points) in enumerate(lines))
    last = -math.inf
    for wanted, at in ends:
        name, points = lines[at]
        colour, dash = LOOKS[at % len(LOOKS)]
        path = " ".join(f"{x(p[0]):.1f},{y(p[column]):.1f}" for p in points)
        out.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}" points="{path}"/>')
        out += [f'<circle cx="{x(p[0]):.1f}" cy="{y(p[column]):.1f}" r="2.6" fill="{colour}"/>' for p in points]
        last = max(wanted + 4, last + 14)
        out.append(f'<text class="name" x="{x(points[-1][0]) + 8:.1f}" y="{last:.1f}" fill="{colour}">{name}</text>')
    return out


def main():
    lines = series()
    seconds = [(0.001, "1 ms"), (0.01, "10 ms"), (0.1, "0.1 s"), (1, "1 s"), (10, "10 s"), (100, "100 s")]
    memory = [(10, "10 MiB"), (100, "100 MiB"), (1024, "1 GiB"), (10240, "10 GiB")]
    drawn = panel(0, "Time of the whole analysis", 1, (0.001, 100), seconds, lines)
    drawn += panel(HEIGHT + GAP, "Peak memory of the process", 2, (3, 12288), memory, lines)
    style = (
        "text{font-family:system-ui,sans-serif;font-size:12px;fill:#333}.title{font-size:14px;font-weight:600}.tick{fill:#555}"
        ".name{font-size:12px}.grid{stroke:#ddd}"
    )
    for colour, _ in LOOKS:
        style += f'.name[fill="{colour}"]{{fill:{colour}}}'
    total = 2 * HEIGHT + GAP
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total}" role="img" aria-label="Time and memory against the number of options">',
        f"<style>{style}</style>",
        f'<rect width="{WIDTH}" height="{total}" fill="#fff"/>',
        *drawn,
        "</svg>",
    ]
    (HERE.parent / "docs/images/performance.svg").write_text("\n".join(svg) + "\n")


if __name__ == "__main__":
    main()
