#!/usr/bin/env python3
"""Writes a random conflict file to standard output: make.py OPTIONS DMS [RULES [ONE_WAY_IN_A_HUNDRED [SEED]]].

Options are shared out evenly; every decision maker has as many statements as there are options, of one to three
literals joined by and, or or iff. The same arguments write the same file, whatever the version of Python.
"""

import sys


class Numbers:
    """SplitMix64 (Steele, Lea and Flood 2014): small, and the same everywhere, which `random` does not promise."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFFFFFFFFFF

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return ((z ^ (z >> 31)) * bound) >> 64


def conflict(options, dms, rules, one_way, seed):
    numbers = Numbers(seed)
    owner = [at * dms // options for at in range(options)]
    names = [f"d{owner[at]}.o{at}" for at in range(options)]

    def literal(mine):
        pool = mine if mine and numbers.below(100) < 30 else range(options)
        name = names[pool[numbers.below(len(pool))]]
        return name if numbers.below(2) else f"not {name}"

    def statement(mine):
        parts = [literal(mine) for _ in range(1 + numbers.below(3))]
        word = (" and ", " or ", " iff ")[numbers.below(3)]
        # A chain of iff needs parentheses.
        if word == " iff " and len(parts) == 3:
            return f"({parts[0]} iff {parts[1]}) iff {parts[2]}"
        return word.join(parts)

    lines = ["format = 1", f'title = "A random conflict: {options} options, {dms} decision makers, seed {seed}"', "status_quo = []", ""]
    for dm in range(dms):
        mine = [at for at in range(options) if owner[at] == dm]
        lines += [f"[decision_makers.d{dm}]", f'name = "DM {dm}"']
        for at in mine:
            direction = "both"
            if numbers.below(100) < one_way:
                direction = ("on", "off")[numbers.below(2)]
            lines.append(f'options.o{at} = {{ text = "Option {at}", direction = "{direction}" }}')
        lines.append("prefers = [")
        lines += [f'  "{statement(mine)}",' for _ in range(options)]
        lines += ["]", ""]
    for at in range(rules):
        when = " and ".join(literal([]) for _ in range(2 + numbers.below(2)))
        # The status quo has everything off and must stay feasible.
        lines += ["[[infeasible]]", f'id = "F{at}"', f'when = "({when}) and ({" or ".join(names)})"', ""]
    return "\n".join(lines)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    if not 2 <= len(given) <= 5 or given[1] < 1 or given[0] < given[1]:
        sys.exit(__doc__)
    print(conflict(*(given + [0, 0, 1][len(given) - 2:])))
