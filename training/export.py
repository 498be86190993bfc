"""Writes the trained reader as ONNX: export.py READER.pt MINILM_FOLDER OUT_FOLDER [--vocab N] [--steps 10 16] [--float]

The graph is built by hand, so that every operation in it is one that is meant: batch 1, no padding, dynamic length. With 8-bit
weights each linear layer is DynamicQuantizeLinear + MatMulInteger (weights symmetric, a scale a column), the word table
8-bit with a scale a row. `pack.py` makes `reader.onnx.z` of it. Beside it stands `reader.json`: the link biases and the sizes of windows, and
`vocab.txt`: the pieces that are kept.
"""
import argparse
import json
import math
import os

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from pack import coarse, pack
from reader import HEADS, HIDDEN, LINK, OVERLAP, REACH, TAGS, WINDOW, encode, load_vocab, read_jsonl


class Graph:
    def __init__(self, quantise):
        self.nodes, self.init, self.n, self.quantise = [], [], 0, quantise

    def const(self, array, name=None):
        name = name or f"c{len(self.init)}"
        self.init.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind, *inputs, outputs=1, **attributes):
        self.n += 1
        outs = [f"t{self.n}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), outs, **attributes))
        return outs[0] if outputs == 1 else outs

    def linear(self, x, weight, bias, shared=None):
        """x [n, in] times weight [out, in]. `shared` is x already in 8 bits, for layers that read the same input."""
        if not self.quantise:
            return self.op("Add", self.op("MatMul", x, self.const(weight.T)), self.const(bias))
        w = weight.T
        scale = np.abs(w).max(0) / 127
        scale[scale == 0] = 1
        q = np.clip(np.round(w / scale), -127, 127).astype(np.int8)
        xq, xs, xz = shared or self.op("DynamicQuantizeLinear", x, outputs=3)
        product = self.op("Cast", self.op("MatMulInteger", xq, self.const(q), xz), to=TensorProto.FLOAT)
        by = self.op("Mul", xs, self.const(scale.astype(np.float32)))
        return self.op("Add", self.op("Mul", product, by), self.const(bias))


def build(w, keep, quantise):
    g = Graph(quantise)
    table = w["words.weight"][keep]
    if quantise:
        scale = np.abs(table).max(1, keepdims=True) / 127
        scale[scale == 0] = 1
        words = g.op("Cast", g.op("Gather", g.const(np.round(table / scale).astype(np.int8)), "ids"), to=TensorProto.FLOAT)
        words = g.op("Mul", words, g.op("Gather", g.const(scale.astype(np.float32)), "ids"))
    else:
        words = g.op("Gather", g.const(table), "ids")
    x = g.op("Add", words, g.op("Gather", g.const(w["types.weight"]), "types"))
    x = g.op("Add", x, g.op("Gather", g.const(w["places.weight"][:WINDOW]), "places"))

    def norm(x, name):
        return g.op("LayerNormalization", x, g.const(w[f"{name}.weight"]), g.const(w[f"{name}.bias"]), axis=-1, epsilon=1e-12)

    x = norm(x, "norm")
    size = HIDDEN // HEADS
    shape = g.const(np.array([-1, HEADS, size], dtype=np.int64))
    flat = g.const(np.array([-1, HIDDEN], dtype=np.int64))
    layers = 1 + max(int(k.split(".")[1]) for k in w if k.startswith("layers."))
    root = g.const(np.array(math.sqrt(0.5), dtype=np.float32))
    half, one = g.const(np.array(0.5, dtype=np.float32)), g.const(np.array(1.0, dtype=np.float32))
    for i in range(layers):
        p = f"layers.{i}."
        shared = g.op("DynamicQuantizeLinear", x, outputs=3) if quantise else None
        parts = []
        for j in range(3):
            weight = w[p + "qkv.weight"][j * HIDDEN:(j + 1) * HIDDEN]
            bias = w[p + "qkv.bias"][j * HIDDEN:(j + 1) * HIDDEN]
            if j == 0:      # the scale of attention, once and for all
                weight, bias = weight / math.sqrt(size), bias / math.sqrt(size)
            y = g.op("Reshape", g.linear(x, weight, bias, shared), shape)
            parts.append(g.op("Transpose", y, perm=[1, 2, 0] if j == 1 else [1, 0, 2]))
        q, k, v = parts
        a = g.op("MatMul", g.op("Softmax", g.op("MatMul", q, k), axis=-1), v)
        a = g.op("Reshape", g.op("Transpose", a, perm=[1, 0, 2]), flat)
        x = norm(g.op("Add", x, g.linear(a, w[p + "out.weight"], w[p + "out.bias"])), p + "norm1")
        h = g.linear(x, w[p + "up.weight"], w[p + "up.bias"])
        h = g.op("Gelu", h)
        x = norm(g.op("Add", x, g.linear(h, w[p + "down.weight"], w[p + "down.bias"])), p + "norm2")
    # The head is small and decides: it stays in 32 bits.
    head = Graph(False)
    head.nodes, head.init, head.n = g.nodes, g.init, g.n
    out = head.linear(x, w["head.weight"], w["head.bias"])
    g.nodes.append(helper.make_node("Identity", [out], ["scores"]))
    ints = lambda name: helper.make_tensor_value_info(name, TensorProto.INT32, ["n"])
    graph = helper.make_graph(g.nodes, "reader", [ints("ids"), ints("types"), ints("places")],
                              [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", len(w["head.bias"])])], g.init)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def main():
    p = argparse.ArgumentParser()
    p.add_argument("reader")
    p.add_argument("minilm")
    p.add_argument("out")
    p.add_argument("--vocab", type=int, default=0, help="pieces to keep (0: all)")
    p.add_argument("--texts", help="GOLD.jsonl that shows which pieces are frequent")
    p.add_argument("--steps", type=int, nargs=2, default=(10, 16), help="see pack.py; 1 1 keeps all 8 bits")
    p.add_argument("--float", action="store_true")
    args = p.parse_args()
    state = torch.load(args.reader, map_location="cpu")["model"]
    w = {k: v.float().numpy() for k, v in state.items()}
    vocab = load_vocab(args.minilm)
    words = sorted(vocab, key=vocab.get)
    keep = list(range(len(words)))
    if args.vocab:
        # The order of BERT's vocabulary is one of frequency, so the first pieces stay; then what our texts use most.
        counts = np.zeros(len(words))
        for doc in read_jsonl(args.texts):
            for row in encode(vocab, doc["text"]):
                for piece, *_ in row:
                    counts[piece] += 1
        must = [i for i, x in enumerate(words) if i >= 100 and (i < 2000 or len(x.removeprefix("##")) == 1) or x in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")]
        order = sorted((i for i in range(len(words)) if not words[i].startswith("[unused")), key=lambda i: (-counts[i], i))
        keep = sorted(set(must) | set(order[: args.vocab]))[:]
        if len(keep) > args.vocab:
            extra = [i for i in order[::-1] if i in set(keep) - set(must)][: len(keep) - args.vocab]
            keep = sorted(set(keep) - set(extra))
    os.makedirs(args.out, exist_ok=True)
    model = build(w, np.array(keep), not args.float)
    with open(f"{args.out}/vocab.txt", "w", encoding="utf-8") as f:
        f.writelines(words[i] + "\n" for i in keep)
    settings = {"tags": TAGS, "link": LINK, "reach": REACH, "window": WINDOW, "overlap": OVERLAP,
                "bias": [[round(float(x), 4) for x in row] for row in w["bias"]],
                "sha256": ""}
    with open(f"{args.out}/reader.json", "w") as f:
        json.dump(settings, f, separators=(",", ":"))
        f.write("\n")
    print(f"{len(keep)} pieces")
    if args.float:
        onnx.save(model, f"{args.out}/reader.onnx")
    else:
        pack(coarse(model, *args.steps).SerializeToString(deterministic=True), args.out)


main()
