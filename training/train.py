"""Trains the reader: train.py GOLD.jsonl MINILM_FOLDER OUT.pt --minutes M [--layers 0,1,2,3,4,5] [--seed 1]

The learning rate falls linearly over the *time* given, so that the run ends when it should on a busy machine.
"""
import argparse
import random
import time

import torch
from torch.nn import functional as F

from reader import LINK, REACH, SEP, WINDOW, Reader, assemble, encode, load_vocab, read_jsonl, split

KINDS = ("source", "cue", "content")


def restyle(text, rng):
    """Another style of quotation marks; every character keeps its place."""
    style = rng.random()
    if style > 0.35:
        return text
    out, opened = [], False
    for i, c in enumerate(text):
        if c == "\n":
            opened = False
        if c in "“”\"":
            opens = c == "“" or (c == '"' and not opened)
            opened = opens
            if style < 0.15:
                c = '"'
            elif style < 0.22:
                c = "'"
            elif style < 0.30:
                c = "‘" if opens else "’"
            else:
                c = "“" if opens else "”"
        elif c == "’" and style < 0.22:
            c = "'"
        out.append(c)
    return "".join(out)


def rejoin(paras, rng):
    """Now and then paragraphs are read as one (texts pasted without their breaks), or cut at sentence ends."""
    if rng.random() > 0.15:
        return paras
    out = []
    for p in paras:
        if out and rng.random() < 0.4 and out[-1][1] - out[-1][0] < 600:
            out[-1] = (out[-1][0], p[1])
        else:
            out.append(p)
    return out


def label(rows, attributions):
    """Tag of every piece, and for each span start what it links to: {(row, i): (row, i) or None} by link."""
    starts_at = {}
    tags = [[0] * len(r) for r in rows]
    flat = [(r, i, p[2], p[3]) for r, row in enumerate(rows) for i, p in enumerate(row)]
    begin = [f[2] for f in flat]
    import bisect

    def mark(span, kind):
        """Marks the span's pieces; a span that crosses paragraphs begins anew in each. Gives the starts."""
        at = bisect.bisect_left(begin, span[0])
        starts, last = [], None
        while at < len(flat) and flat[at][2] < span[1]:
            r, i, _, _ = flat[at]
            new = last is None or last[0] != r
            if tags[r][i] == 0:
                tags[r][i] = 2 * kind + (1 if new else 2)
                if new:
                    starts.append((r, i))
                last = (r, i)
            at += 1
        return starts

    to_cue, to_source = {}, {}
    memo = {}
    for a in attributions:
        got = []
        for kind, name in enumerate(KINDS):
            found = []
            for s in a[name]:
                key = (kind, tuple(s))
                if key not in memo:
                    memo[key] = mark(s, kind)
                found.extend(memo[key])
            got.append(found)
        source, cue, content = got
        for c in content:
            to_cue[c] = cue[:1] or [None]
        for c in cue[:1]:
            to_source[c] = source or [None]
    return tags, to_cue, to_source


def examples(doc, vocab, rng):
    """The windows of one document, anew in each epoch."""
    text = restyle(doc["text"], rng)
    from reader import paragraphs
    rows = encode(vocab, text, rejoin(paragraphs(text), rng))
    tags, to_cue, to_source = label(rows, doc["attributions"])
    size = rng.choice([128, 192, WINDOW, WINDOW, WINDOW])
    at = 0
    while at < len(rows):
        end, used = at, 1
        while end < len(rows) and (end == at or used + len(rows[end]) + 1 <= size):
            used += len(rows[end]) + 1
            end += 1
        ids, types, origin = assemble(rows, at, end)
        place = {o: i for i, o in enumerate(origin) if o is not None}
        y = [-100 if o is None else tags[o[0]][o[1]] for o in origin]
        links = []
        for table in (to_cue, to_source):
            found = []
            for a, bs in table.items():
                if a in place:
                    found.append((place[a], [place[b] for b in bs if b in place]))
            links.append(found)
        if rng.random() < 0.1:
            types = [t % 4 for t in types]
        yield ids, types, y, links
        at = end


def batches(docs, vocab, rng, tokens):
    pool = [e for d in docs for e in examples(d, vocab, rng)]
    rng.shuffle(pool)
    for at in range(0, len(pool), 400):
        part = sorted(pool[at:at + 400], key=lambda e: len(e[0]))
        group, out = [], []
        for e in part:
            if group and (len(group) + 1) * len(e[0]) > tokens:
                out.append(group)
                group = []
            group.append(e)
        if group:
            out.append(group)
        rng.shuffle(out)
        yield from out


def link_loss(out, group, which, none, q, k, bias, tag_guess):
    """Cross-entropy of each span start's choice among the starts it may link to, or none."""
    losses = []
    wanted = 3 if which == 0 else 1
    for b, e in enumerate(group):
        links = e[3][which]
        if not links:
            continue
        gold = {j for _, js in links for j in js}
        guess = {j for j, t in enumerate(tag_guess[b][: len(e[0])]) if t == wanted}
        options = sorted(gold | guess)
        if not options:
            continue
        rows = torch.tensor([i for i, _ in links])
        cols = torch.tensor(options)
        s = (q[b, rows] @ k[b, cols].T) / LINK ** 0.5
        s = s + bias[which][(cols[None] - rows[:, None]).clamp(-REACH, REACH) + REACH]
        s = torch.cat([none[b, rows, which][:, None], s], 1)
        p = F.log_softmax(s.float(), -1)
        for r, (_, js) in enumerate(links):
            target = [1 + options.index(j) for j in js] or [0]
            losses.append(-torch.logsumexp(p[r, target], 0))
    return torch.stack(losses).mean() if losses else out.sum() * 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument("gold")
    p.add_argument("minilm")
    p.add_argument("out")
    p.add_argument("--minutes", type=float, required=True)
    p.add_argument("--layers", default="0,1,2,3,4,5")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--lr", type=float, default=2e-4)
    p.add_argument("--tokens", type=int, default=2048)
    p.add_argument("--from", dest="start")
    args = p.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    vocab = load_vocab(args.minilm)
    docs = read_jsonl(args.gold)
    model = Reader.pretrained(args.minilm, [int(x) for x in args.layers.split(",")])
    if args.start:
        model.load_state_dict(torch.load(args.start)["model"])
    model.words.weight.requires_grad_(False)
    heads = [v for n, v in model.named_parameters() if n.startswith(("head", "bias"))]
    body = [v for n, v in model.named_parameters() if not n.startswith(("head", "bias")) and v.requires_grad]
    opt = torch.optim.AdamW([{"params": body, "lr": args.lr}, {"params": heads, "lr": 5 * args.lr}], weight_decay=0.01, betas=(0.9, 0.98))
    base = [g["lr"] for g in opt.param_groups]
    weight = torch.ones(7)
    model.train()
    begun, saved, step, seen, epoch, shown = time.time(), time.time(), 0, 0, 0, 0.0
    total = args.minutes * 60
    while time.time() - begun < total:
        epoch += 1
        rng.shuffle(docs)
        for group in batches(docs, vocab, rng, args.tokens):
            done = (time.time() - begun) / total
            if done >= 1:
                break
            rate = min(1.0, (step + 1) / 100) * max(0.0, 1 - done)
            for g, lr in zip(opt.param_groups, base):
                g["lr"] = lr * rate
            n = max(len(e[0]) for e in group)
            pad = lambda xs, v: torch.tensor([x + [v] * (n - len(x)) for x in xs])
            ids, types, y = pad([e[0] for e in group], 0), pad([e[1] for e in group], 0), pad([e[2] for e in group], -100)
            mask = None
            if any(len(e[0]) < n for e in group):
                mask = (ids != 0)[:, None, None, :]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = model(ids, types, mask)
            out = out.float()
            tags, none, (q1, k1), (q2, k2) = split(out)
            guess = tags.detach().argmax(-1).tolist()
            tag_loss = F.cross_entropy(tags.reshape(-1, 7), y.reshape(-1), weight, ignore_index=-100)
            links = link_loss(out, group, 0, none, q1, k1, model.bias, guess) + link_loss(out, group, 1, none, q2, k2, model.bias, guess)
            loss = tag_loss + 0.1 * links
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
            opt.step()
            step += 1
            seen += sum(len(e[0]) for e in group)
            shown = 0.98 * shown + 0.02 * tag_loss.item() if step > 1 else tag_loss.item()
            if step % 50 == 0:
                print(f"epoch {epoch} step {step} tokens {seen} {seen / (time.time() - begun):.0f}/s tag {shown:.4f} link {links.item():.3f} done {done:.3f}", flush=True)
            if time.time() - saved > 600:
                torch.save({"model": model.state_dict(), "args": vars(args), "epoch": epoch, "tokens": seen}, args.out + ".part")
                saved = time.time()
    torch.save({"model": model.state_dict(), "args": vars(args), "epoch": epoch, "tokens": seen}, args.out)
    print(f"done: {seen} tokens, {epoch} epochs begun", flush=True)


main()
