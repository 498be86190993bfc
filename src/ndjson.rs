//! A filter of lines: read in order, worked on in parallel, written in order, in constant memory.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// Most bytes of one line. A longer one is reported in its place and read past without being held.
pub const LINE_LIMIT: usize = 64 << 20;

/// A batch ends at this many lines or bytes, or when no more input is waiting.
const BATCH_LINES: usize = 32;
const BATCH_BYTES: usize = 1 << 18;

/// Stack of a worker: deeply nested content must not end the process.
const STACK: usize = 16 << 20;

/// What a line gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The line to write, without its line break.
    pub line: String,
    /// Whether the input line could not be used.
    pub failed: bool,
}

/// One input line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Its bytes, without the line break.
    Bytes(&'a [u8]),
    /// It was longer than [`LINE_LIMIT`].
    TooLong,
}

enum Held {
    Bytes(Vec<u8>),
    TooLong,
}

struct Batch {
    first: usize,
    lines: Vec<Held>,
    done: SyncSender<Vec<Output>>,
}

/// Runs `work` (line number from 1, line) on every line of `input` with `threads` workers and writes the results to
/// `output` in the order of the input. Returns how many lines there were and how many failed. Ends at once when
/// `output` can't be written to, also while `input` is still open.
pub fn filter<R, W, F>(
    input: R,
    output: &mut W,
    threads: usize,
    work: F,
) -> io::Result<(usize, usize)>
where
    R: Read + Send + 'static,
    W: Write,
    F: Fn(usize, Line<'_>) -> Output + Send + Sync + 'static,
{
    let threads = threads.max(1);
    let work = Arc::new(work);
    // The queue of batches in the order of the input bounds how much is under way.
    let (ordered_in, ordered) = sync_channel::<Receiver<Vec<Output>>>(threads * 2);
    let (jobs_in, jobs) = sync_channel::<Batch>(threads);
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..threads {
        let (jobs, work) = (Arc::clone(&jobs), Arc::clone(&work));
        thread::Builder::new().stack_size(STACK).spawn(move || worker(&jobs, work.as_ref()))?;
    }
    let reader = thread::Builder::new()
        .spawn(move || read(BufReader::with_capacity(1 << 16, input), &ordered_in, &jobs_in))?;

    let (mut lines, mut failed) = (0, 0);
    for done in ordered {
        let Ok(outputs) = done.recv() else { return Err(io::Error::other("a worker ended early")) };
        let mut bytes = Vec::new();
        for o in outputs {
            lines += 1;
            failed += usize::from(o.failed);
            bytes.extend_from_slice(o.line.as_bytes());
            bytes.push(b'\n');
        }
        output.write_all(&bytes)?;
        output.flush()?;
    }
    match reader.join() {
        Ok(Ok(())) => Ok((lines, failed)),
        Ok(Err(e)) => Err(e),
        Err(_) => Err(io::Error::other("the reader of the input ended early")),
    }
}

fn worker(jobs: &Mutex<Receiver<Batch>>, work: &dyn Fn(usize, Line<'_>) -> Output) {
    loop {
        let batch = match jobs.lock().map(|j| j.recv()) {
            Ok(Ok(batch)) => batch,
            _ => return,
        };
        let outputs = batch
            .lines
            .iter()
            .enumerate()
            .map(|(i, held)| {
                let line = match held {
                    Held::Bytes(b) => Line::Bytes(b),
                    Held::TooLong => Line::TooLong,
                };
                let number = batch.first + i;
                // A mistake of ours on one text must not cost the others of a long run.
                catch_unwind(AssertUnwindSafe(|| work(number, line))).unwrap_or_else(|_| Output {
                    line: format!("{{\"id\":null,\"line\":{number},\"error\":\"internal error: this text could not be read; please report it\"}}"),
                    failed: true,
                })
            })
            .collect();
        if batch.done.send(outputs).is_err() {
            return;
        }
    }
}

fn read<R: Read>(
    mut input: BufReader<R>,
    ordered: &SyncSender<Receiver<Vec<Output>>>,
    jobs: &SyncSender<Batch>,
) -> io::Result<()> {
    let mut number = 1;
    loop {
        let mut lines = Vec::new();
        let mut bytes = 0;
        let mut end = false;
        while lines.len() < BATCH_LINES && bytes < BATCH_BYTES {
            match read_line(&mut input)? {
                Some(held) => {
                    if let Held::Bytes(b) = &held {
                        bytes += b.len();
                    }
                    lines.push(held);
                }
                None => {
                    end = true;
                    break;
                }
            }
            // Whoever feeds lines one by one gets answers one by one.
            if input.buffer().is_empty() {
                break;
            }
        }
        let count = lines.len();
        if count > 0 {
            let (done, result) = sync_channel(1);
            // Either queue is closed only when the output is: then nobody waits for the rest.
            if ordered.send(result).is_err()
                || jobs.send(Batch { first: number, lines, done }).is_err()
            {
                return Ok(());
            }
        }
        number += count;
        if end {
            return Ok(());
        }
    }
}

fn read_line<R: BufRead>(input: &mut R) -> io::Result<Option<Held>> {
    let mut line = Vec::new();
    let mut too_long = false;
    let mut any = false;
    loop {
        let (used, ended) = {
            let buffer = match input.fill_buf() {
                Ok(b) => b,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if buffer.is_empty() {
                break;
            }
            any = true;
            let (part, used, ended) = match buffer.iter().position(|&b| b == b'\n') {
                Some(i) => (&buffer[..i], i + 1, true),
                None => (buffer, buffer.len(), false),
            };
            if line.len() + part.len() > LINE_LIMIT {
                too_long = true;
                line = Vec::new();
            } else if !too_long {
                line.extend_from_slice(part);
            }
            (used, ended)
        };
        input.consume(used);
        if ended {
            break;
        }
    }
    if !any {
        return Ok(None);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(if too_long { Held::TooLong } else { Held::Bytes(line) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &'static str, threads: usize) -> (String, (usize, usize)) {
        let mut out = Vec::new();
        let counts = filter(input.as_bytes(), &mut out, threads, |n, line| {
            let Line::Bytes(b) = line else { return Output { line: "long".into(), failed: true } };
            let text = std::str::from_utf8(b).unwrap();
            if text == "panic" {
                panic!("a test of the net below");
            }
            // The first lines take longest: order must come from the input.
            thread::sleep(std::time::Duration::from_millis(20u64.saturating_sub(n as u64)));
            Output { line: format!("{n}:{text}"), failed: text == "bad" }
        })
        .unwrap();
        (String::from_utf8(out).unwrap(), counts)
    }

    #[test]
    fn ok_order_is_kept_with_any_number_of_threads() {
        let input: &'static str =
            Box::leak((0..200).map(|i| format!("{i}\n")).collect::<String>().into_boxed_str());
        let expected: String = (0..200).map(|i| format!("{}:{i}\n", i + 1)).collect();
        for threads in [1, 2, 7] {
            assert_eq!(run(input, threads), (expected.clone(), (200, 0)));
        }
    }

    #[test]
    fn ok_empty_lines_and_a_last_line_without_a_break_count() {
        assert_eq!(run("a\n\r\nbad", 2), ("1:a\n2:\n3:bad\n".into(), (3, 1)));
        assert_eq!(run("", 2), (String::new(), (0, 0)));
    }

    #[test]
    fn a_panic_costs_one_line() {
        let (out, counts) = run("a\npanic\nb\n", 1);
        assert_eq!(counts, (3, 1));
        assert!(
            out.starts_with("1:a\n{\"id\":null,\"line\":2,") && out.ends_with("\n3:b\n"),
            "{out}"
        );
    }

    #[test]
    fn ends_when_the_output_is_closed_though_the_input_is_open() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let endless = io::repeat(b'\n');
        let got =
            filter(endless, &mut Closed, 2, |_, _| Output { line: String::new(), failed: false });
        assert_eq!(got.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
