"""Packs the exported network for the package: pack.py READER.onnx MODEL_FOLDER [--steps 10 16]

Rounds the 8-bit weights to multiples of a step (the first number for the layers, the second for the word table), which
leaves about four bits of information in each; then compresses them by their frequencies alone (zlib, Huffman codes only:
there is nothing to be found again in weights). `build.rs` unpacks the file, the arithmetic stays that of 8 bits. On
PolNeAR dev the rounding costs nothing that could be measured (docs/attribution.md).
"""
import argparse
import hashlib
import json
import zlib

import numpy as np
import onnx
from onnx import numpy_helper


def coarse(model, layers, words):
    """The model with its 8-bit weights rounded to multiples of `layers`, the word table's to multiples of `words`."""
    table = next(n.input[0] for n in model.graph.node if n.op_type == "Gather" and "ids" in n.input)
    for tensor in model.graph.initializer:
        if tensor.data_type != onnx.TensorProto.INT8:
            continue
        step = words if tensor.name == table else layers
        q = numpy_helper.to_array(tensor).astype(np.int32)
        most = 127 // step * step
        q = np.clip(np.sign(q) * ((np.abs(q) + step // 2) // step) * step, -most, most)
        tensor.CopyFrom(numpy_helper.from_array(q.astype(np.int8), tensor.name))
    return model


def pack(data, folder):
    """Writes `reader.onnx.z` and the hash of what is in it."""
    z = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_HUFFMAN_ONLY)
    packed = z.compress(data) + z.flush()
    with open(f"{folder}/reader.onnx.z", "wb") as f:
        f.write(packed)
    with open(f"{folder}/reader.json", encoding="utf-8") as f:
        settings = json.load(f)
    settings["sha256"] = hashlib.sha256(data).hexdigest()
    with open(f"{folder}/reader.json", "w", encoding="utf-8") as f:
        json.dump(settings, f, separators=(",", ":"))
        f.write("\n")
    print(f"{len(data) / 1e6:.1f} MB, packed {len(packed) / 1e6:.1f} MB")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("network")
    p.add_argument("folder")
    p.add_argument("--steps", type=int, nargs=2, default=(10, 16))
    args = p.parse_args()
    pack(coarse(onnx.load(args.network), *args.steps).SerializeToString(deterministic=True), args.folder)


if __name__ == "__main__":
    main()
