// The dossier: the same book gives the same bytes, and every file is what the sums say of it.
#include "app/build_dossier.h"

#include <algorithm>
#include <map>

#include "app/run_notify.h"
#include "core/sha256.h"
#include "formats/zip_reader.h"
#include "ledger/app_support.h"
#include "ledger/customer_file.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

Book book_of_acme() {
    Book book;
    book.policy.book.name = "Acme";
    book.policy.book.language = "en";
    book.policy.contact.working_days_only = false;
    book.policy.notify.max_data_age = {};
    book.policy.interest = {.method = InterestMethod::fixed, .yearly = Rate{12'000'000}};
    book.policy.procedures = {
        {.name = "standard",
         .levels = {{.name = "reminder", .after = {3, false}, .channels = {Channel::email}}}}};
    return book;
}

Ledger ledger_of_acme() {
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, {ImportKind::customers, "customers.csv",
                         "id,name,email,language\nC1,Blume GmbH,ar@blume.example,de\n"
                         "C2,Nord AG,ap@nord.example,de\n"});
    import_well(ledger, {ImportKind::invoices, "invoices.csv",
                         "number,customer,issued,due,amount\nR-1,C1,2026-01-05,2026-02-01,100.00\n"
                         "R-2,C2,2026-01-05,2026-02-01,70.00\n"});
    import_well(ledger, {ImportKind::payments, "payments.csv",
                         "id,customer,date,amount,invoice\nP-1,C1,2026-02-10,40.00,R-1\n"});
    return ledger;
}

std::string unpacked(const std::string& archive, const std::string& name) {
    auto opened = ZipArchive::open(archive);
    REQUIRE(opened.has_value());
    ZipArchive zip = std::move(opened).value();
    auto found = zip.entry(name);
    REQUIRE(found.has_value());
    ZipEntry entry = std::move(found).value();
    std::string bytes;
    char piece[4096];
    while (const auto count = entry.read(piece, sizeof piece)) {
        if (*count == 0) break;
        bytes.append(piece, *count);
    }
    REQUIRE_FALSE(entry.fault());
    return bytes;
}

// Files by their names, as SHA256SUMS lists them.
std::map<std::string, std::string> sums_of(const std::string& archive) {
    std::map<std::string, std::string> sums;
    std::string text = unpacked(archive, "SHA256SUMS");
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string line = text.substr(0, end);
        sums.emplace(line.substr(66), line.substr(0, 64));
        text.erase(0, end + 1);
    }
    return sums;
}

}  // namespace

TEST_CASE("dossier: every file is what the sums say, and the notices are those that went out") {
    Ledger ledger = ledger_of_acme();
    const Book book = book_of_acme();
    const TemplateSet templates = shipped_templates();
    run_night(ledger, book, templates, on("2026-02-20"));
    send_all(ledger, "2026-02-20");

    const auto archive = build_dossier(ledger, book, templates, "C1", "2026-03-01"_date);
    REQUIRE(archive.has_value());
    const auto sums = sums_of(*archive);
    for (const auto& [name, sum] : sums) {
        CAPTURE(name);
        CHECK(sha256_hex(unpacked(*archive, name)) == sum);
    }
    CHECK(sums.contains("index.de.html"));
    CHECK(sums.contains("index.en.html"));
    const RowId notice = ledger.notices().back().id;
    CHECK(unpacked(*archive, "notices/N000001-email.eml") ==
          ledger.document(notice, Channel::email).bytes);
    CHECK(unpacked(*archive, "index.de.html").find("notices/N000001-email.eml") !=
          std::string::npos);
    CHECK(unpacked(*archive, "statement.csv") ==
          "date,kind,reference,currency,amount,balance\n"
          "2026-01-05,invoice,R-1,EUR,100.00,100.00\n"
          "2026-02-10,payment,P-1,EUR,-40.00,60.00\n");
    CHECK(unpacked(*archive, "invoices.csv") ==
          "invoice,issued,due,due_extended,currency,amount,settled,open,days_overdue,reference,"
          "description\nR-1,2026-01-05,2026-02-01,,EUR,100.00,40.00,60.00,28,,\n");
    // 9 days on 100.00 and 19 on 60.00 at 12 %, act/365.
    CHECK(unpacked(*archive, "interest.csv") ==
          "invoice,from,to,days,balance,rate,reference_rate,reference_from,source,day_count,"
          "currency,amount,exact\n"
          "R-1,2026-02-02,2026-02-10,9,100.00,12.0,,,,act/365,EUR,0.30,0.29589041\n"
          "R-1,2026-02-11,2026-03-01,19,60.00,12.0,,,,act/365,EUR,0.37,0.37479452\n");
}

TEST_CASE("dossier: the same book, the same bytes; nothing of others, nothing of later days") {
    Ledger ledger = ledger_of_acme();
    const Book book = book_of_acme();
    const TemplateSet templates = shipped_templates();
    const auto before = build_dossier(ledger, book, templates, "C1", "2026-02-15"_date);
    run_night(ledger, book, templates, on("2026-02-20"));
    send_all(ledger, "2026-02-20");
    CHECK(before.value() ==
          build_dossier(ledger, book, templates, "C1", "2026-02-15"_date).value());
    const auto after = build_dossier(ledger, book, templates, "C1", "2026-02-20"_date).value();
    CHECK(before.value() != after);
    CHECK(after.find("R-2") == std::string::npos);
    CHECK_FALSE(sums_of(*before).contains("notices/N000001-email.eml"));
    CHECK(build_dossier(ledger, book, templates, "C9", "2026-02-20"_date).error().what ==
          "customer 'C9' is not known");
}

TEST_CASE("dossier: every contact with its evidence, also one that was corrected, and by which") {
    Ledger ledger = ledger_of_acme();
    const RowId customer = ledger.find_customer("C1").value();
    const Stamp stamp = on("2026-02-12");
    auto transaction = ledger.begin_write();
    ContactRecord letter{.contact = {.customer = "C1",
                                     .at = parse_instant("2026-02-12T09:00:00Z").value(),
                                     .channel = Channel::letter,
                                     .outcome = ContactOutcome::delivered,
                                     .note = "signed for",
                                     .person = "Ms Blume"},
                         .day = "2026-02-12"_date};
    const RowId first = ledger.add_contact(letter, stamp);
    letter.contact.invoice = "R-1";
    letter.corrects = first;
    const RowId second = ledger.add_contact(letter, stamp);
    const RowId receipt = CustomerFile::add_evidence(
        ledger, {.sha256 = std::string(64, 'a'), .name = "receipt.pdf", .extension = ".pdf"},
        stamp);
    CustomerFile::use_evidence(ledger, receipt, customer, second, "", stamp);
    transaction.commit();

    Book book = book_of_acme();
    book.policy.book.timezone = "UTC";
    const auto archive = build_dossier(ledger, book, shipped_templates(), "C1", "2026-03-01"_date);
    CHECK(
        unpacked(*archive, "contacts.csv") ==
        "entry,at,channel,direction,outcome,invoice,reason,note,collector,address,evidence,person,"
        "corrects,corrected_by\n"
        "1,2026-02-12T09:00:00+00:00,letter,out,delivered,,,signed for,,,,Ms Blume,,2\n"
        "2,2026-02-12T09:00:00+00:00,letter,out,delivered,R-1,,signed for,,,evidence/" +
            std::string(64, 'a') + ".pdf,Ms Blume,1,\n");
}

TEST_CASE("dossier: what a credit bureau was told, also by an entry that counts no more") {
    Ledger ledger = ledger_of_acme();
    const Stamp stamp = on("2026-02-12");
    auto transaction = ledger.begin_write();
    const RowId first = ledger.add_credit_record({.customer = "C1",
                                                  .bureau = "Nord",
                                                  .reference = "N-1",
                                                  .day = stamp.as_of,
                                                  .debts = {{"R-1", "60.00 EUR"_money}}},
                                                 stamp);
    ledger.add_credit_record({.customer = "C1",
                              .step = CreditRecordStep::withdrawn,
                              .day = stamp.as_of,
                              .note = "a mistake",
                              .corrects = first},
                             stamp);
    ledger.add_credit_record(
        {.customer = "C2", .day = stamp.as_of, .debts = {{"R-2", "70.00 EUR"_money}}}, stamp);
    transaction.commit();
    const auto archive =
        build_dossier(ledger, book_of_acme(), shipped_templates(), "C1", "2026-03-01"_date);
    REQUIRE(archive.has_value());
    CHECK(unpacked(*archive, "credit_records.csv") ==
          "entry,date,step,bureau,reference,invoice,currency,stated,corrects,who,note\n"
          "B0001,2026-02-12,reported,Nord,N-1,R-1,EUR,60.00,,ann,\n"
          "B0002,2026-02-12,withdrawn,,,,,,B0001,ann,a mistake\n");
}
