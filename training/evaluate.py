"""Scores attributions: evaluate.py GOLD.jsonl PREDICTED.jsonl

Contents match one to one where their words overlap by at least half (Jaccard), the best pairs first. *content*: matched.
*attributed*: matched, and the sources share a word that is no function word, at its place, or both have none. By
type (of quotation), by outlet where the gold names it, with 95 % intervals by drawing articles again; then how often
an attribution of a given `confidence` is right.
"""
import argparse
import collections
import json
import random
import re

TOKEN = re.compile(r"\w+|[^\w\s]")
STOP = frozenset("""a an the of in on at by for from to with without and or but nor as than that's is are was were be been
being am has have had do does did 's s t about into over under after before between among through during against its
it's""".split())
TYPES = ("direct", "mixed", "indirect")


def quoted(text):
    """For each character, whether it stands between double quotation marks; they end at the latest with the paragraph."""
    inside, close, i = bytearray(len(text)), None, 0
    while i < len(text):
        c = text[i]
        pair = text[i:i + 2]
        step = 2 if pair in ("``", "''") else 1
        if c == "\n":
            close = None
        elif close is None:
            if c in "“„":
                close = "”"
            elif c == "«":
                close = "»"
            elif c == '"':
                close = '"'
            elif step == 2:
                close = "''"
        else:
            ends = c in "”»" or (c == '"' and close == '"') or (pair == "''" and close == "''")
            if ends:
                close = None
        if close is not None:
            inside[i:i + step] = b"\1" * step
        i += step
    return inside


class Article:
    def __init__(self, record):
        text = record["text"]
        self.tokens = [(m.start(), m.end(), m.group().lower()) for m in TOKEN.finditer(text)]
        self.quoted = quoted(text)

    def words(self, spans):
        found = [i for i, (s, e, _) in enumerate(self.tokens) if any(s < b and a < e for a, b in spans)]
        words = [i for i in found if any(c.isalnum() or c == "_" for c in self.tokens[i][2])]
        return frozenset(words or found)

    def read(self, a):
        content, source = self.words(a["content"]), self.words(a.get("source") or [])
        source = frozenset(i for i in source if self.tokens[i][2] not in STOP) or source
        inside = sum(self.quoted[self.tokens[i][0]] for i in content)
        kind = "indirect" if not inside else "direct" if inside >= 0.9 * len(content) else "mixed"
        return content, source, kind, a.get("confidence", 1.0)


def match(gold, predicted):
    """(gold index, predicted index, sources agree) of each pair."""
    pairs = []
    for g, a in enumerate(gold):
        for p, b in enumerate(predicted):
            shared = len(a[0] & b[0])
            if shared and shared / len(a[0] | b[0]) >= 0.5:
                pairs.append((-shared / len(a[0] | b[0]), g, p))
    out, left, right = [], set(), set()
    for _, g, p in sorted(pairs):
        if g not in left and p not in right:
            left.add(g)
            right.add(p)
            a, b = gold[g][1], predicted[p][1]
            out.append((g, p, bool(a & b) or not (a or b)))
    return out


def figures(rows):
    """precision, recall and F1 in per cent of [hits among predicted, predicted, hits among gold, gold]."""
    a, p, b, g = (sum(r[i] for r in rows) for i in range(4))
    precision, recall = 100 * a / max(p, 1), 100 * b / max(g, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("gold")
    arguments.add_argument("predicted")
    args = arguments.parse_args()
    with open(args.predicted, encoding="utf-8") as f:
        predicted = {r["id"]: r.get("attributions", []) for r in map(json.loads, f)}
    counts = {m: collections.defaultdict(list) for m in ("content", "attributed")}
    sure = []
    named = collections.Counter()
    with open(args.gold, encoding="utf-8") as f:
        for record in map(json.loads, f):
            article = Article(record)
            gold = [article.read(a) for a in record["attributions"]]
            ours = [article.read(a) for a in predicted.get(record["id"], [])]
            pairs = match(gold, ours)
            right = {p for _, p, ok in pairs if ok}
            sure.extend((b[3], p in right) for p, b in enumerate(ours))
            for p, b in enumerate(ours):
                if b[1]:
                    named[b[2], p in right] += 1
            for measure, hits in (("content", pairs), ("attributed", [x for x in pairs if x[2]])):
                groups = [("all", TYPES), *((t, (t,)) for t in TYPES)]
                for name, kinds in groups:
                    row = [sum(ours[p][2] in kinds for _, p, _ in hits), sum(b[2] in kinds for b in ours),
                           sum(gold[g][2] in kinds for g, _, _ in hits), sum(a[2] in kinds for a in gold)]
                    counts[measure][name].append(row)
                    if name == "all" and record.get("outlet"):
                        counts[measure][record["outlet"]].append(row)
    rng = random.Random(0)
    print("| measure | group | P | R | F1 | 95 % | articles |")
    print("|---|---|---|---|---|---|---|")
    for measure, groups in counts.items():
        for name, rows in groups.items():
            drawn = sorted(figures(rng.choices(rows, k=len(rows)))[2] for _ in range(1000))
            p, r, f1 = figures(rows)
            print(f"| {measure} | {name} | {p:.1f} | {r:.1f} | {f1:.1f} | {drawn[25]:.1f}-{drawn[974]:.1f} | {len(rows)} |")
    print("\n| predicted with a source | right | of |\n|---|---|---|")
    for kind in TYPES:
        of = named[kind, True] + named[kind, False]
        print(f"| {kind} | {100 * named[kind, True] / max(of, 1):.1f} % | {of} |")
    print("\n| confidence | right | mean | attributions |\n|---|---|---|---|")
    for low in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = 1.01 if low == 0.9 else 0.3 if low == 0.0 else low + 0.1
        part = [s for s in sure if low <= s[0] < high]
        if part:
            mean = sum(s[0] for s in part) / len(part)
            print(f"| {low:.1f} to {min(high, 1):.1f} | {100 * sum(s[1] for s in part) / len(part):.1f} % | {100 * mean:.1f} % | {len(part)} |")


main()
