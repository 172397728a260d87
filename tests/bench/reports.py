#!/usr/bin/env python3
"""How fast `dunning age` and the reports are, as ratios measured in one run; nothing here is a test.

    tests/bench/reports.py [--binary build/release/cli/dunning] [--invoices 1000000] [--keep FOLDER] [--runs 5]

Makes the book of import.py (a tenth of the invoices is open), unless FOLDER has it already, then measures whole
processes in turn and takes the median of the wall times:

  start-up    `dunning check --help` against `sqlite3 :memory: ''`: should stay within twice
  age         today and on a past day, against the sqlite3 shell adding up the same buckets in plain SQL over the
              same index of open items (and, for the past day, the later allocations): should stay within half
  reports     each of the others, against `age`: should stay within four times
"""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
bench_import = __import__("import")

TODAY = "2026-03-31"
PAST = "2025-12-31"
REPORTS = [
    ["aging"], ["aging", "--since", "2026-02-28"], ["measures"], ["dso"], ["roll", "--from", "2026-03-01"],
    ["provision", "--rates", "1,2,3,4,5"], ["segments"], ["reasons"], ["trend"], ["recovery"], ["strategy"],
    ["statement", "C000001"], ["worklist"], ["deadlines"], ["unmatched"], ["limitation"], ["behaviour"], ["forecast"],
    ["charges"], ["credit"],
]


def days(text):
    import datetime
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def bucket_sql(day):
    """What `age --by customer` adds up, as a person would write it for the shell."""
    past = f"({days(day)} - due)"
    cases = ", ".join(f"sum(CASE WHEN {past} {limits} THEN open END)" for limits in (
        "<= 0", "BETWEEN 1 AND 30", "BETWEEN 31 AND 60", "BETWEEN 61 AND 90", "> 90"))
    return f"""
WITH later AS (SELECT invoice_id, sum(amount_minor) AS amount FROM allocation WHERE day > {days(day)}
               GROUP BY invoice_id),
     items AS (SELECT customer_id, currency, due, open_minor AS open FROM invoice INDEXED BY invoice_open
               WHERE open_minor > 0 AND issued <= {days(day)}
               UNION ALL
               SELECT customer_id, invoice.currency, due, later.amount FROM later JOIN invoice ON invoice.id = invoice_id
               WHERE issued <= {days(day)})
SELECT customer.code, items.currency, {cases} FROM items JOIN customer ON customer.id = customer_id
GROUP BY customer_id, items.currency;"""


def wall(command, given=None):
    begin = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, input=given, text=True)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}")
    return time.monotonic() - begin


def medians(commands, runs):
    """In turn, so that a busy moment of the machine hits all of them."""
    times = {name: [] for name in commands}
    for _ in range(runs):
        for name, (command, given) in commands.items():
            times[name].append(wall(command, given))
    return {name: statistics.median(all_times) for name, all_times in times.items()}


def make_book(folder, binary, invoices):
    if (folder / "book" / "ledger.db").exists():
        return
    bench_import.make_files(folder, invoices)
    book = str(folder / "book")
    subprocess.run([binary, "init", book, "--currency", "EUR", "--quiet"], check=True)
    for kind in ("customers", "invoices", "payments"):
        subprocess.run([binary, "import", kind, str(folder / f"{kind}.csv"), "--book", book, "--quiet", "--as-of",
                        TODAY], check=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--binary", default="build/release/cli/dunning")
    options.add_argument("--invoices", type=int, default=1_000_000)
    options.add_argument("--keep", help="a folder for the files and the ledger, which then stay")
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="dunning-bench-"))
    folder.mkdir(exist_ok=True)
    binary = str(pathlib.Path(given.binary).resolve())
    make_book(folder, binary, given.invoices)
    ledger = str(folder / "book" / "ledger.db")

    def ours(*words, day=TODAY):
        return [binary, *words, "--book", str(folder / "book"), "--as-of", day, "--format", "csv"], None

    commands = {"start-up": ([binary, "check", "--help"], None), "start-up, sqlite3": (["sqlite3", ":memory:", ""], None)}
    for name, day in (("today", TODAY), ("past day", PAST)):
        commands[f"age {name}"] = ours("age", day=day)
        commands[f"age {name}, sqlite3"] = (["sqlite3", "-csv", ledger], bucket_sql(day))
    for report in REPORTS:
        commands["report " + " ".join(report)] = ours("report", *report)
    dashboard, _ = ours("report", "dashboard")
    commands["report dashboard"] = dashboard[:-2], None  # it has one form
    times = medians(commands, given.runs)
    for name, median in times.items():
        base = f"{name}, sqlite3" if f"{name}, sqlite3" in times else "age today" if name.startswith("report") else None
        note = f"{median / times[base]:6.2f} x {base}" if base else ""
        print(f"{name:34} {median * 1000:9.1f} ms   {note}")
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
