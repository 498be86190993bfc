#!/usr/bin/env python3
"""Runs `digest extract` over many files with Spark: every partition goes through one process.

    pip install pyspark                     # needs Java 17 or newer
    python3 examples/pipelines/spark_extract.py articles.ndjson attributions/
    python3 examples/pipelines/spark_extract.py 's3a://news/2024/*.gz' s3a://news/read/ --master yarn --digest ./digest

The input is one JSON object a line (docs/commands.md, "Filters"); the output folder holds a file a partition, their lines in
the order of the input. On a cluster send the program along: spark-submit --files target/release/digest ... --digest ./digest

Ends with status 1 where a line could not be read; its place in the output says why.
"""

import argparse
import json
import subprocess
import sys
import threading

from pyspark.sql import SparkSession


def extract(digest, lines):
    """The output lines of one process for the lines of one partition, as they come."""
    process = subprocess.Popen(
        [digest, "extract", "--threads", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    fed = [0]

    def feed():
        # From a thread of its own: both ends would wait for each other once the pipes are full.
        try:
            with process.stdin as pipe:
                for line in lines:
                    pipe.write(line.encode("utf-8") + b"\n")
                    fed[0] += 1
        except BrokenPipeError:
            pass  # The process ended early; its status is looked at below.

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    given = 0
    for line in process.stdout:
        given += 1
        yield line.decode("utf-8").rstrip("\n")
    feeder.join()
    status = process.wait()
    # 1 means that some lines could not be read; they have their error records. Anything else is a failed task, which
    # Spark runs again.
    if status not in (0, 1) or given != fed[0]:
        raise RuntimeError(f"digest ended with {status} after {given} of {fed[0]} lines")


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("input", help="files of articles: a path, a folder or a pattern; .gz is unpacked")
    args.add_argument("output", help="folder for the result; it must not exist")
    args.add_argument("--digest", default="digest", help="the program [default: the one on the PATH]")
    args.add_argument("--master", default="local[*]", help="[default: local[*], all cores of this machine]")
    args.add_argument("--partitions", type=int, default=None, help="at least so many pieces")
    args = args.parse_args()
    spark = (SparkSession.builder.master(args.master).appName("digest extract")
             .config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower()).getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    articles = spark.sparkContext.textFile(args.input, args.partitions)
    digest = args.digest
    articles.mapPartitions(lambda lines: extract(digest, lines)).saveAsTextFile(args.output)
    # Read back rather than counted on the way: a task that runs twice would count twice.
    written = spark.sparkContext.textFile(args.output)
    lines, failed = written.count(), written.filter(lambda line: "error" in json.loads(line)).count()
    spark.stop()
    print(f"{lines} lines, {failed} of them could not be read", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
