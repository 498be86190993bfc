"""The attribution reader: text to word pieces, windows, the network, and back to spans.

Everything that `src/attribution/net` does again in Rust stands in this file; `fixture.py` writes the texts on which
both are compared. Offsets are Unicode code points of the text.
"""
import json
import math
import unicodedata

import torch
from torch import nn
from torch.nn import functional as F

CLS, SEP = 101, 102
WINDOW, OVERLAP = 256, 48
TAGS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
LINK = 32           # width of the link vectors
REACH = 96          # distances are clipped here
HIDDEN, HEADS, INTER, LAYERS = 384, 12, 1536, 6
OUT = len(TAGS) + 2 + 4 * LINK   # tags, two "none" scores, q and k of content->cue, q and k of cue->source


# ---- word pieces -----------------------------------------------------------------------------------------------------

def is_punctuation(c):
    """What BERT's tokenizer splits at: ASCII symbols and Unicode punctuation."""
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or unicodedata.category(c)[0] == "P"


def basic(text, start, end):
    """Words of text[start:end]: lists of (folded character, offset). A punctuation mark is a word."""
    words, word = [], []
    for i in range(start, end):
        c = text[i]
        if c.isspace() or unicodedata.category(c) in ("Cc", "Cf"):
            if word:
                words.append(word)
            word = []
            continue
        if is_punctuation(c):
            if word:
                words.append(word)
            words.append([(c, i)])
            word = []
            continue
        for f in unicodedata.normalize("NFD", c):
            if unicodedata.category(f)[0] != "M":
                word.extend((l, i) for l in f.lower())
    if word:
        words.append(word)
    return words


def pieces(vocab, text, start, end):
    """Word pieces of text[start:end]: (id, first code point, end)."""
    out = []
    for word in basic(text, start, end):
        chars = "".join(c for c, _ in word)
        at, found = 0, []
        while at < len(chars) and len(chars) <= 100:
            to = len(chars)
            while to > at:
                piece = ("##" if at else "") + chars[at:to]
                if piece in vocab:
                    break
                to -= 1
            if to == at:
                break
            found.append((vocab[piece], word[at][1], word[to - 1][1] + 1))
            at = to
        if at < len(chars):
            found = [(vocab["[UNK]"], word[0][1], word[-1][1] + 1)]
        out.extend(found)
    return out


def quoted(text, start, end):
    """For each character of a paragraph, whether it stands inside quotation marks (the marks count as inside)."""
    inside = [False] * (end - start)
    close = None
    for i in range(start, end):
        c = text[i]
        before = text[i - 1] if i > start else " "
        after = text[i + 1] if i + 1 < end else " "
        if close is None:
            if c == "“" or c == "„" or c == "«":
                close = "»" if c == "«" else "”"
            elif c == '"':
                close = '"'
            elif c in "‘'" and not before.isalnum() and after.isalnum():
                # A single mark opens a quotation only if one closes it in this paragraph.
                want = "’" if c == "‘" else "'"
                for j in range(i + 2, end):
                    if text[j] == want and not (j + 1 < end and text[j + 1].isalnum()) and not text[j - 1].isspace():
                        close = want
                        break
            inside[i - start] = close is not None
        else:
            inside[i - start] = True
            if c == close and (c not in "’'" or not after.isalnum()):
                close = None
    return inside


def case(text, start, end):
    """0 lower, 1 Initial, 2 CAPS, 3 no letter."""
    letters = [c for c in text[start:end] if c.isalpha()]
    if not letters:
        return 3
    if not letters[0].isupper():
        return 0
    return 2 if len(letters) > 1 and all(c.isupper() for c in letters) else 1


def paragraphs(text):
    """Trimmed lines that hold anything."""
    out, at = [], 0
    for line in text.split("\n"):
        s, e = at, at + len(line)
        at = e + 1
        while s < e and text[s].isspace():
            s += 1
        while e > s and text[e - 1].isspace():
            e -= 1
        if s < e:
            out.append((s, e))
    return out


def encode(vocab, text, spans=None):
    """Paragraphs as lists of (piece, type, start, end), none longer than a window."""
    out = []
    for s, e in spans or paragraphs(text):
        inside = quoted(text, s, e)
        row = [(i, case(text, a, b) + 4 * inside[a - s], a, b) for i, a, b in pieces(vocab, text, s, e)]
        for at in range(0, len(row), WINDOW - 2):
            out.append(row[at:at + WINDOW - 2])
    return out


def windows(rows, size=WINDOW, overlap=OVERLAP):
    """Ranges of whole paragraphs that fill a window: (first, end, keep_from, keep_to); each paragraph is kept once, from
    the window where it lies deepest."""
    out, first = [], 0
    while first < len(rows):
        end, used = first, 1
        while end < len(rows) and used + len(rows[end]) + 1 <= size:
            used += len(rows[end]) + 1
            end += 1
        out.append((first, end))
        if end == len(rows):
            break
        back, room = end, 0
        while back - 1 > first and room + len(rows[back - 1]) + 1 <= overlap:
            room += len(rows[back - 1]) + 1
            back -= 1
        first = back
    kept = []
    for k, (a, b) in enumerate(out):
        lo, hi = a, b
        if k > 0:
            shared = out[k - 1][1] - a
            lo = a + shared // 2
        if k + 1 < len(out):
            shared = b - out[k + 1][0]
            hi = b - (shared - shared // 2)
        kept.append((a, b, lo, hi))
    return kept


def assemble(rows, first, end, special=(CLS, SEP)):
    """The input of one window: pieces, types, and (row, index) of each position (None for CLS and SEP)."""
    ids, types, origin = [special[0]], [0], [None]
    for r in range(first, end):
        for i, (piece, kind, _, _) in enumerate(rows[r]):
            ids.append(piece)
            types.append(kind)
            origin.append((r, i))
        ids.append(special[1])
        types.append(0)
        origin.append(None)
    return ids, types, origin


# ---- the network -----------------------------------------------------------------------------------------------------

class Layer(nn.Module):
    def __init__(self, drop):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INTER)
        self.down = nn.Linear(INTER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = drop

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = (t.view(b, n, HEADS, HIDDEN // HEADS).transpose(1, 2) for t in self.qkv(x).chunk(3, -1))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.out(a.transpose(1, 2).reshape(b, n, HIDDEN))
        x = self.norm1(x + F.dropout(a, self.drop, self.training))
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(h, self.drop, self.training))


class Reader(nn.Module):
    def __init__(self, vocab_size, layers=LAYERS, drop=0.1):
        super().__init__()
        self.words = nn.Embedding(vocab_size, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.types = nn.Embedding(8, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(layers))
        self.head = nn.Linear(HIDDEN, OUT)
        self.bias = nn.Parameter(torch.zeros(2, 2 * REACH + 1))
        self.drop = drop

    def forward(self, ids, types, mask=None):
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.types(types)
        x = F.dropout(self.norm(x), self.drop, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(F.dropout(x, self.drop, self.training))

    @classmethod
    def pretrained(cls, folder, keep=range(LAYERS)):
        """From the weights of a MiniLM-L6 in `folder` (BERT's names); `keep` are the layers taken."""
        from safetensors.torch import load_file
        w = load_file(f"{folder}/model.safetensors")
        w = {k.removeprefix("bert."): v.float() for k, v in w.items()}
        keep = list(keep)
        m = cls(w["embeddings.word_embeddings.weight"].shape[0], len(keep))
        with torch.no_grad():
            m.words.weight.copy_(w["embeddings.word_embeddings.weight"])
            m.places.weight.copy_(w["embeddings.position_embeddings.weight"])
            m.types.weight.copy_(w["embeddings.token_type_embeddings.weight"][:1].expand(8, -1))
            m.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
            m.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
            for layer, i in zip(m.layers, keep):
                p = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    qkv = [w[f"{p}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(qkv))
                    for own, name in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                      ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                        getattr(getattr(layer, own), part).copy_(w[f"{p}{name}.{part}"])
        return m


def split(out):
    """The parts of the network's output: tags, none scores, and the link vectors (q, k) of content->cue, cue->source."""
    t = len(TAGS)
    q1, k1, q2, k2 = out[..., t + 2:].split(LINK, -1)
    return out[..., :t], out[..., t:t + 2], (q1, k1), (q2, k2)


# ---- from scores to spans --------------------------------------------------------------------------------------------

def viterbi(scores):
    """Best tag sequence under BIO; `scores` is a list of lists of log-probabilities; None marks a separator (outside)."""
    inside = {2: (1, 2), 4: (3, 4), 6: (5, 6)}
    best, back = None, []
    for row in scores:
        row = row if row is not None else [0.0] + [-math.inf] * 6
        if best is None:
            best = [row[t] if t not in inside else -math.inf for t in range(7)]
            back.append([0] * 7)
            continue
        top = max(range(7), key=lambda t: best[t])
        now, from_ = [], []
        for t in range(7):
            p = max(inside[t], key=lambda u: best[u]) if t in inside else top
            now.append(best[p] + row[t])
            from_.append(p)
        best = now
        back.append(from_)
    if best is None:
        return []
    t = max(range(7), key=lambda t: best[t])
    path = [t]
    for from_ in reversed(back[1:]):
        t = from_[t]
        path.append(t)
    return path[::-1]


def load_vocab(folder):
    with open(f"{folder}/vocab.txt", encoding="utf-8") as f:
        return {w.rstrip("\n"): i for i, w in enumerate(f)}


def spans_of(path):
    """(kind, first, end) of each span of a tag path; kinds 0 source, 1 cue, 2 content."""
    out = []
    for i, t in enumerate(path):
        if t in (1, 3, 5):
            out.append([t // 2, i, i + 1])
        elif t in (2, 4, 6):
            out[-1][2] = i + 1
    return out


def decode(model, vocab, text, size=WINDOW, overlap=OVERLAP):
    """The attributions of a text: source, cue, content as code point spans, with probabilities."""
    rows = encode(vocab, text)
    bias = model.bias.detach().float()
    cues, sources, contents = [], [], []
    for first, end, lo, hi in windows(rows, size, overlap):
        ids, types, origin = assemble(rows, first, end, (vocab["[CLS]"], vocab["[SEP]"]))
        with torch.inference_mode():
            out = model(torch.tensor([ids]), torch.tensor([types]))[0].float()
        tags, none, (q1, k1), (q2, k2) = split(out)
        logp = F.log_softmax(tags, -1)
        path = viterbi([None if o is None else r for o, r in zip(origin, logp.tolist())])
        found = spans_of(path)
        starts = {k: [f[1] for f in found if f[0] == k] for k in range(3)}

        def pick(at, q, k, b, options, none_score):
            scores = [none_score] + [float(q[at] @ k[j]) / math.sqrt(LINK) + float(bias[b][max(-REACH, min(REACH, j - at)) + REACH]) for j in options]
            p = F.softmax(torch.tensor(scores), 0).tolist()
            return p

        def place(f):
            (r, i), (r2, j) = origin[f[1]], origin[f[2] - 1]
            return rows[r][i][2], rows[r2][j][3]

        def sure(f):
            return math.exp(sum(float(logp[i][path[i]]) for i in range(f[1], f[2])) / (f[2] - f[1]))

        index = {}
        for f in found:
            keep = lo <= origin[f[1]][0] < hi
            if f[0] == 0:
                index[f[1]] = (0, len(sources))
                sources.append((place(f), sure(f), keep))
        for f in found:
            if f[0] == 1:
                p = pick(f[1], q2, k2, 1, starts[0], float(none[f[1]][1]))
                best = max(range(len(p)), key=lambda i: p[i])
                src = None if best == 0 else index[starts[0][best - 1]][1]
                index[f[1]] = (1, len(cues))
                cues.append({"span": place(f), "p": sure(f), "source": src, "sp": p[best]})
        for f in found:
            if f[0] == 2 and lo <= origin[f[1]][0] < hi:
                p = pick(f[1], q1, k1, 0, starts[1], float(none[f[1]][0]))
                best = max(range(len(p)), key=lambda i: p[i])
                cue = None if best == 0 else index[starts[1][best - 1]][1]
                contents.append({"span": place(f), "p": sure(f), "cue": cue, "cp": p[best]})
    out, by_cue = [], {}
    for c in contents:
        if c["cue"] is not None and c["cue"] in by_cue:
            a = out[by_cue[c["cue"]]]
            a["content"].append(list(c["span"]))
            a["confidence"] = min(a["confidence"], c["p"])
            continue
        a = {"source": [], "cue": [], "content": [list(c["span"])], "confidence": c["p"], "source_confidence": 0.0}
        if c["cue"] is not None:
            by_cue[c["cue"]] = len(out)
            cue = cues[c["cue"]]
            a["cue"] = [list(cue["span"])]
            if cue["source"] is not None:
                s = sources[cue["source"]]
                a["source"], a["source_confidence"] = [list(s[0])], s[1] * cue["sp"] * c["cp"]
        out.append(a)
    return out


def read_jsonl(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]
