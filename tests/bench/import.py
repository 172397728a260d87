#!/usr/bin/env python3
"""How fast `dunning import` is, as ratios measured in one run; nothing here is a test.

    tests/bench/import.py [--binary build/release/cli/dunning] [--invoices 100000] [--keep FOLDER]

Makes customers, invoices and payments (one customer for twenty invoices, 1.12 payments an invoice, each
naming its invoice), the same for the same number; then measures

  fresh        the three files into an empty ledger, against the sqlite3 shell's fastest import of them:
               typed tables, no journal, indexes afterwards
  incremental  one hundredth more into that ledger: processor time for each row
  again        the same file once more, which changes nothing

Wall and processor time and the largest memory are those of the whole process. Run it on a quiet machine.
"""
import argparse
import datetime
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

FIRST_DAY = datetime.date(2024, 1, 1)


def day(offset):
    return (FIRST_DAY + datetime.timedelta(days=offset)).isoformat()


def make_files(folder, invoices, first=0, customers=None):
    """Writes the files of invoices first .. first + invoices; customers only with the first batch."""
    rng = random.Random(f"{first}/{invoices}")
    known = customers or max(invoices // 20, 1)
    if customers is None:
        with open(folder / "customers.csv", "w") as out:
            out.write("id,name,currency\n")
            for c in range(known):
                out.write(f"C{c:06},Customer {c},EUR\n")
    names = "" if first == 0 else "more-"
    with open(folder / f"{names}invoices.csv", "w") as inv, open(folder / f"{names}payments.csv", "w") as pay:
        inv.write("number,customer,issued,due,amount,currency\n")
        pay.write("id,customer,date,amount,currency,invoice\n")
        payment = first * 2
        for i in range(first, first + invoices):
            customer = rng.randrange(known)
            issued = rng.randrange(700)
            cents = rng.randrange(1000, 500000)
            inv.write(f"INV-{i:08},C{customer:06},{day(issued)},{day(issued + 30)},{cents // 100}.{cents % 100:02},EUR\n")
            fate = rng.random()
            if fate < 0.10:
                parts = []
            elif fate < 0.70:
                parts = [cents]
            else:
                parts = [cents // 2, cents - cents // 2 - (1 if fate > 0.95 else 0)]
            for part in parts:
                paid = issued + rng.randrange(1, 90)
                pay.write(f"P-{payment:09},C{customer:06},{day(paid)},{part // 100}.{part % 100:02},EUR,INV-{i:08}\n")
                payment += 1
    return payment - first * 2


def measure(command, **options):
    """(wall seconds, processor seconds, largest memory in MiB); stops when the command fails."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    if status != 0:
        sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def sum_of(measures):
    return (sum(m[0] for m in measures), sum(m[1] for m in measures), max(m[2] for m in measures))


def with_sqlite(folder):
    """The shell's fastest way: everything switched off that may be, indexes at the end."""
    script = folder / "peer.sql"
    script.write_text(f"""
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-262144;
CREATE TABLE customers (id TEXT, name TEXT, currency TEXT);
CREATE TABLE invoices (number TEXT, customer TEXT, issued TEXT, due TEXT, amount REAL, currency TEXT);
CREATE TABLE payments (id TEXT, customer TEXT, date TEXT, amount REAL, currency TEXT, invoice TEXT);
.mode csv
.import --skip 1 "{folder}/customers.csv" customers
.import --skip 1 "{folder}/invoices.csv" invoices
.import --skip 1 "{folder}/payments.csv" payments
CREATE UNIQUE INDEX customers_id ON customers (id);
CREATE UNIQUE INDEX invoices_number ON invoices (number);
CREATE INDEX invoices_customer ON invoices (customer);
CREATE UNIQUE INDEX payments_id ON payments (id);
CREATE INDEX payments_invoice ON payments (invoice);
""")
    with open(script) as commands:
        return measure(["sqlite3", str(folder / "peer.db")], stdin=commands)


def line(name, result, note=""):
    wall, cpu, memory = result
    print(f"{name:34} wall {wall:7.2f} s   cpu {cpu:7.2f} s   memory {memory:6.0f} MiB   {note}")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--binary", default="build/release/cli/dunning")
    options.add_argument("--invoices", type=int, default=100_000)
    options.add_argument("--keep", help="a folder for the files and the ledger, which then stay")
    given = options.parse_args()
    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="dunning-bench-"))
    folder.mkdir(exist_ok=True)
    binary = str(pathlib.Path(given.binary).resolve())
    customers = max(given.invoices // 20, 1)
    rows = customers + given.invoices + make_files(folder, given.invoices)
    more = max(given.invoices // 100, 1)
    more_rows = more + make_files(folder, more, first=given.invoices, customers=customers)

    book = folder / "book"
    shutil.rmtree(book, ignore_errors=True)
    (folder / "peer.db").unlink(missing_ok=True)
    measure([binary, "init", str(book), "--currency", "EUR", "--quiet"])

    def take(kind, name):
        return measure([binary, "import", kind, str(folder / name), "--book", str(book), "--quiet", "--as-of",
                        "2026-06-30"])

    fresh = sum_of([take(kind, f"{kind}.csv") for kind in ("customers", "invoices", "payments")])
    line(f"fresh, {rows} rows", fresh, f"{fresh[1] * 1e6 / rows:.1f} us of processor a row")
    if shutil.which("sqlite3"):
        peer = with_sqlite(folder)
        line("sqlite3 shell, the same files", peer, f"ratio {fresh[0] / peer[0]:.2f} (wall)")
    incremental = sum_of([take("invoices", "more-invoices.csv"), take("payments", "more-payments.csv")])
    line(f"incremental, {more_rows} rows", incremental, f"{incremental[1] * 1e6 / more_rows:.1f} us of processor a row")
    again = take("payments", "more-payments.csv")
    line("again", again)
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
