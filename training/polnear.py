"""Reads a part of PolNeAR in its own layout: polnear.py CORPUS PART > gold.jsonl

CORPUS holds metadata.tsv and, for each part (train, dev), text/STEM.txt and attributions/STEM_ANNOTATOR.ann (brat's
standoff). One line an article: {"id", "outlet", "text", "attributions": [{"source", "cue", "content"}]}, each a list of
[start, end) in code points. Where several annotated an article, the first that the metadata list is taken; relations
without a content are dropped.
"""
import csv
import json
import os
import sys

ROLES = {"Source": "source", "Cue": "cue", "Content": "content"}


def read(path):
    # Line ends stay as they are: offsets count in the file.
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def relations(path):
    spans, events = {}, []
    for line in read(path).split("\n"):
        parts = line.rstrip("\r").split("\t")
        if len(parts) < 2 or parts[0][:1] not in "TE" or not parts[0][1:].isdigit():
            continue    # the second line of a span that holds a line break
        if parts[0][0] == "T":
            offsets = parts[1].partition(" ")[2]
            spans[parts[0]] = [tuple(int(x) for x in piece.split()) for piece in offsets.split(";")]
        else:
            events.append(parts[1].split())
    out = []
    for arguments in events:
        found = {"source": set(), "cue": set(), "content": set()}
        for argument in arguments:
            role, _, target = argument.partition(":")
            key = ROLES.get(role.rstrip("0123456789"))
            if key:
                found[key].update(spans.get(target, []))
        if found["content"]:
            out.append({k: sorted(list(s) for s in v) for k, v in found.items()})
    return sorted(out, key=lambda a: (a["content"][0], a["cue"]))


def main():
    corpus, part = sys.argv[1:3]
    annotators, outlet = {}, {}
    with open(f"{corpus}/metadata.tsv", encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["compartment"] == part:
                annotators[row["filename"]] = row["annotators"].split("|")
                outlet[row["filename"]] = row["publisher"]
    have = {}
    for name in os.listdir(f"{corpus}/{part}/attributions"):
        stem, _, code = name.removesuffix(".ann").rpartition("_")
        if name.endswith(".ann"):
            have.setdefault(stem, set()).add(code)
    for name in sorted(os.listdir(f"{corpus}/{part}/text")):
        stem = name.removesuffix(".txt")
        codes = [c for c in annotators.get(stem, []) if c in have.get(stem, ())] or sorted(have.get(stem, ()))
        if not codes or not name.endswith(".txt"):
            continue
        found = relations(f"{corpus}/{part}/attributions/{stem}_{codes[0]}.ann")
        text = read(f"{corpus}/{part}/text/{name}")
        record = {"id": stem, "outlet": outlet.get(stem, ""), "text": text, "attributions": found}
        print(json.dumps(record, ensure_ascii=False))


main()
