"""Writes data/model/fixture.json: what the exported network makes of a few texts. fixture.py MODEL_FOLDER

The texts are made up. The network is run by onnxruntime, everything else by `reader.py`; `net::tests` compares pieces, types,
scores and spans with those of the Rust side, which runs it by rten.
"""
import json
import sys
import zlib

import numpy as np
import onnxruntime
import torch

from reader import assemble, decode, encode, load_vocab, windows

TEXTS = [
    "Dam is safe, says mayor\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday. “Nobody has to leave.”\n\n"
    "Engineers warned that the northern wall had moved by two centimetres since March, according to a report seen by the Courier.",
    "The union's leader, Pál Erdei, accused the operator of 'hiding the facts' and said he would call a strike.\n"
    "'We have waited long enough,' he told reporters in Brno.\n"
    "A spokeswoman for the operator, Zürau Works, declined to comment.",
    "MINISTER RESIGNS\n\"I made a mistake,\" she wrote. She did not believe her party would suffer, she added.",
]


class Exported:
    """The exported network with the face that `decode` expects."""

    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        with open(f"{folder}/reader.onnx.z", "rb") as f:
            network = zlib.decompress(f.read())
        self.session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        with open(f"{folder}/reader.json", encoding="utf-8") as f:
            self.bias = torch.tensor(json.load(f)["bias"])

    def __call__(self, ids, types):
        ids, types = (t[0].numpy().astype(np.int32) for t in (ids, types))
        places = np.arange(len(ids), dtype=np.int32)
        return torch.from_numpy(self.session.run(["scores"], {"ids": ids, "types": types, "places": places})[0])[None]


def main():
    folder = sys.argv[1]
    model, vocab, out = Exported(folder), load_vocab(folder), []
    for text in TEXTS:
        rows = encode(vocab, text)
        first, end, *_ = windows(rows)[0]
        ids, types, _ = assemble(rows, first, end, (vocab["[CLS]"], vocab["[SEP]"]))
        scores = model(torch.tensor([ids]), torch.tensor([types]))[0]
        found = [{k: a[k] for k in ("source", "cue", "content")} for a in decode(model, vocab, text)]
        out.append({"text": text, "ids": ids, "types": types, "attributions": found,
                    "scores": [[round(float(x), 2) for x in row[:7]] for row in scores]})
    with open(f"{folder}/fixture.json", "w", encoding="utf-8") as f:
        json.dump(out, f, ensure_ascii=False, separators=(",", ":"))
        f.write("\n")
    for r in out:
        for a in r["attributions"]:
            print(*(" / ".join(r["text"][s:e] for s, e in a[k]) for k in ("source", "cue", "content")), sep=" | ")


main()
