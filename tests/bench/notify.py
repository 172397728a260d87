#!/usr/bin/env python3
"""How fast a night of `dunning notify` is, as ratios measured in one run; nothing here is a test.

    tests/bench/notify.py [--binary build/release/cli/dunning] [--invoices 100000] [--keep FOLDER]

Makes the book of import.py (a tenth of the invoices is open, one customer for twenty of them) with email
addresses, then measures whole processes, wall and processor time and the largest memory:

  rehearse    `dunning notify --dry-run`: what is decided, nothing written
  night       `dunning notify` into the outbox: decided, drafted, kept in the ledger, delivered, recorded
  again       the same night once more, which has nothing to do
  peer        what a handy person writes: Python, sqlite3 and jinja2 over the same ledger; it takes the oldest
              overdue day for the level and puts one text for each customer into one file. It keeps no record,
              so it loses and doubles notices when it is stopped.

Run it on a quiet machine.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
bench_import = __import__("import")

NIGHT = "2026-03-31"

PEER = r'''
import itertools, sqlite3, sys, datetime
import jinja2
epoch = datetime.date(1970, 1, 1)
night = (datetime.date.fromisoformat(sys.argv[2]) - epoch).days
letter = jinja2.Environment(autoescape=True).from_string("""From: Acme <ar@acme.example>
To: {{ email }}
Subject: {{ level }}: {{ items|length }} invoices, {{ currency }} {{ total }}

Dear {{ name }},

Payment for {{ items|length }} invoices is still outstanding and is now overdue by up to {{ days }}
days. We formally ask you to pay {{ currency }} {{ total }} by {{ pay_by }}.
{% for item in items %}
* Invoice {{ item.number }}
  Issued: {{ item.issued }}, Due: {{ item.due }}, Overdue: {{ item.days }} days, Open: {{ item.open }}
{% endfor %}
Amount to pay: {{ currency }} {{ total }}
Please pay by: {{ pay_by }}

Yours sincerely
Acme

""")
def amount(minor): return f"{minor // 100:,}.{minor % 100:02}"
def date(day): return (epoch + datetime.timedelta(days=day)).strftime("%d %b %Y")
rows = sqlite3.connect(sys.argv[1]).execute("""
    SELECT customer.code, customer.name, customer.email, invoice.currency, invoice.number, invoice.issued, invoice.due,
           invoice.open_minor
    FROM invoice JOIN customer ON customer.id = invoice.customer_id
    WHERE open_minor > 0 AND due < ? ORDER BY customer.id, invoice.currency, invoice.due""", (night,))
written = 0
with open(sys.argv[3], "w") as out:
    for (code, name, email, currency), group in itertools.groupby(rows, lambda row: row[:4]):
        group = list(group)
        items = [{"number": r[4], "issued": date(r[5]), "due": date(r[6]), "days": night - r[6], "open": amount(r[7])}
                 for r in group]
        days = max(item["days"] for item in items)
        if days < 3: continue
        level = "Reminder" if days < 14 else "Second reminder" if days < 30 else "Final notice"
        out.write(letter.render(name=name, email=email, currency=currency, items=items, days=days, level=level,
                                total=amount(sum(r[7] for r in group)), pay_by=date(night + 7)))
        written += 1
print(written)
'''

POLICY = """
[[procedure]]
name = "standard"
level = [
  { name = "reminder", after = "3d", channels = ["email"] },
  { name = "second reminder", after = "14d", channels = ["email"] },
  { name = "final notice", after = "30d", channels = ["email"] },
]
"""


def make_book(folder, binary, invoices):
    book = folder / "book"
    if (book / "ledger.db").exists():
        return book
    bench_import.make_files(folder, invoices)
    customers = folder / "customers.csv"
    rows = [line.split(",") for line in customers.read_text().splitlines()[1:]]
    customers.write_text("id,name,currency,email\n" + "".join(
        f"{code},{name},{currency},ap{code}@customers.example\n" for code, name, currency in rows))
    book.mkdir()
    (book / "dunning.toml").write_text(
        '[book]\nname = "Acme"\ncurrency = "EUR"\ntimezone = "UTC"\n[contact]\nsend_on = "any_day"\n'
        '[notify]\nmax_data_age = "0d"\nentry = "fit"\n' + POLICY)
    subprocess.run([binary, "init", str(book), "--quiet"], check=True)
    for kind in ("customers", "invoices", "payments"):
        subprocess.run([binary, "import", kind, str(folder / f"{kind}.csv"), "--book", str(book), "--quiet", "--as-of",
                        NIGHT], check=True)
    shutil.copy(book / "ledger.db", folder / "before.db")
    return book


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--binary", default="build/release/cli/dunning")
    options.add_argument("--invoices", type=int, default=100_000)
    options.add_argument("--keep", help="a folder for the files and the ledger, which then stay")
    given = options.parse_args()
    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="dunning-bench-"))
    folder.mkdir(exist_ok=True)
    binary = str(pathlib.Path(given.binary).resolve())
    book = make_book(folder, binary, given.invoices)
    shutil.copy(folder / "before.db", book / "ledger.db")
    shutil.rmtree(book / "outbox", ignore_errors=True)

    def ours(*words):
        return bench_import.measure([binary, "notify", *words, "--book", str(book), "--as-of", NIGHT, "--quiet"])

    peer = bench_import.measure([sys.executable, "-c", PEER, str(folder / "before.db"), NIGHT, str(folder / "peer.txt")])
    bench_import.line("peer, Python and jinja2", peer)
    for name, words in (("rehearse", ["--dry-run"]), ("night", []), ("again", [])):
        result = ours(*words)
        bench_import.line(name, result, f"{result[0] / peer[0]:6.2f} x the peer (wall)")
    count = sum(1 for _ in (book / "outbox").rglob("*.eml"))
    print(f"{count} notices")
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
