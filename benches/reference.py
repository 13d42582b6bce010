#!/usr/bin/env python3
"""The five concepts by the letter, in plain Python: reference.py FILE prints the equilibria of a conflict file as JSON.

It stands beside Détente to be compared with, in what it finds and in what it takes. So it is written for its reader: sets of
states, searches over them, no trick. It reads option form with statements in order; of the file format it knows no more.
"""

import json
import re
import sys
import tomllib
from collections import defaultdict
from itertools import product


JOINS = [("iff", "=="), ("or", "or"), ("and", "and")]


class Conflict:
    def __init__(self, text):
        file = tomllib.loads(text)
        self.makers = list(file["decision_makers"])
        self.options, self.owner, self.direction = [], [], []
        for at, (maker, table) in enumerate(file["decision_makers"].items()):
            for option, value in table["options"].items():
                self.options.append(f"{maker}.{option}")
                self.owner.append(at)
                self.direction.append(value.get("direction", "both") if isinstance(value, dict) else "both")
        rules = [self.condition(rule["when"]) for rule in file.get("infeasible", [])]
        # The first option varies fastest, as in the numbering of states.
        vectors = (tuple(reversed(bits)) for bits in product((False, True), repeat=len(self.options)))
        self.states = [v for v in vectors if not any(eval(rule, {}, {"v": v}) for rule in rules)]
        self.place = {v: at for at, v in enumerate(self.states)}
        self.worth = [self.worths(table["prefers"]) for table in file["decision_makers"].values()]
        self.moves = [self.moves_of(at) for at in range(len(self.makers))]

    def condition(self, text):
        """The condition as code over the combination `v`. `not` binds closest, then `and`, `or`, `iff`."""
        words = re.findall(r"[()]|[\w.]+", text)

        def level(joins):
            """Conditions joined by the first of `joins`, each made of what binds closer."""
            if not joins:
                return single()
            (word, symbol), closer = joins[0], joins[1:]
            code = level(closer)
            while words and words[0] == word:
                words.pop(0)
                code = f"({code} {symbol} {level(closer)})"
            return code

        def single():
            word = words.pop(0)
            if word == "not":
                return f"(not {single()})"
            if word == "(":
                code = level(JOINS)
                words.pop(0)
                return code
            return f"v[{self.options.index(word)}]"

        return compile(level(JOINS), text, "eval")

    def worths(self, statements):
        """Statement j of k is worth 2^(k-j)."""
        codes = [self.condition(s if isinstance(s, str) else s["that"]) for s in statements]
        worths = []
        for v in self.states:
            worth = 0
            for code in codes:
                worth = 2 * worth + bool(eval(code, {}, {"v": v}))
            worths.append(worth)
        return worths

    def moves_of(self, maker):
        groups = defaultdict(list)
        for at, v in enumerate(self.states):
            groups[tuple(bit for bit, owner in zip(v, self.owner) if owner != maker)].append(at)
        moves = [[] for _ in self.states]
        for group in groups.values():
            for a in group:
                moves[a] = [b for b in group if a != b and self.legal(self.states[a], self.states[b])]
        return moves

    def legal(self, a, b):
        return all(x == y or way == "both" or (way == "on") == y for x, y, way in zip(a, b, self.direction))


def improvements(conflict):
    return [
        [[b for b in moves[a] if worth[b] > worth[a]] for a in range(len(conflict.states))]
        for moves, worth in zip(conflict.moves, conflict.worth)
    ]


def ends(steps, focal, start):
    """Where legal sequences of the opponents of `focal` from `start` can end: nobody moves twice in succession."""
    seen, found, todo = {(start, None)}, set(), [(start, None)]
    while todo:
        state, last = todo.pop()
        for maker, moves in enumerate(steps):
            if maker in (focal, last):
                continue
            for to in moves[state]:
                found.add(to)
                if (to, maker) not in seen:
                    seen.add((to, maker))
                    todo.append((to, maker))
    return found


def stable(conflict, better, steps, symmetric, focal):
    """The states that are stable for `focal` where its opponents answer by `steps`; `None` where no answer counts."""
    worth, memo, result = conflict.worth[focal], {}, set()
    for s in range(len(conflict.states)):
        def sanctioned(y):
            if steps is None:
                return False
            if y not in memo:
                memo[y] = ends(steps, focal, y)
            return any(
                worth[z] <= worth[s]
                and not (symmetric and any(worth[w] > worth[s] for w in conflict.moves[focal][z]))
                for z in memo[y]
            )

        if all(sanctioned(y) for y in better[focal][s]):
            result.add(s)
    return result


def analysis(conflict):
    better = improvements(conflict)
    concepts = {
        "nash": (None, False),
        "gmr": (conflict.moves, False),
        "smr": (conflict.moves, True),
        "seq": (better, False),
        "sseq": (better, True),
    }
    answer = {}
    for concept, (steps, symmetric) in concepts.items():
        sets = [stable(conflict, better, steps, symmetric, focal) for focal in range(len(conflict.makers))]
        answer[concept] = {
            "stable": {maker: len(found) for maker, found in zip(conflict.makers, sets)},
            "equilibria": [f"s{at + 1}" for at in sorted(set.intersection(*sets))],
        }
    return {"states": len(conflict.states), "concepts": answer}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        print(json.dumps(analysis(Conflict(file.read()))))
