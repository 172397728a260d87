#include "formats/canonical_fields.h"
#include "formats/heading_text.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "unit/formats/table_rows.h"

namespace dunning {

TEST_CASE("canonical fields: no heading means two fields of one kind of file") {
    std::vector<std::string> ambiguous;
    for (const ImportKind kind : {ImportKind::customers, ImportKind::invoices, ImportKind::credits,
                                  ImportKind::payments, ImportKind::contacts, ImportKind::promises,
                                  ImportKind::disputes, ImportKind::plans, ImportKind::rates}) {
        std::map<std::string, std::string> field_of;
        const auto add = [&](const std::string& heading, std::string_view field) {
            const auto [found, is_new] = field_of.emplace(heading, field);
            if (!is_new) ambiguous.push_back(heading + ": " + found->second);
        };
        for (const CanonicalField& field : canonical_fields(kind)) {
            add(folded_heading(field.name), field.name);
            for (const auto alias : field.aliases) {
                CHECK(folded_heading(alias) == alias);
                add(std::string(alias), field.name);
            }
        }
    }
    CHECK(ambiguous == std::vector<std::string>{});
}

namespace {

std::vector<std::string> unread_of(const std::string& header, const ImportProfile& profile = {}) {
    std::vector<std::string> unread;
    for (const auto& [column, heading, meant] :
         read_file_text(ImportKind::customers, header + "\n", profile).report.unread) {
        unread.push_back(std::to_string(column) + " " + heading +
                         (meant.empty() ? "" : " = " + meant));
    }
    return unread;
}

}  // namespace

TEST_CASE("unread columns: those that serve no field, with the field that is near") {
    using Columns = std::vector<std::string>;
    CHECK(unread_of("id,name,E-Mail,,PLZ") == Columns{});
    CHECK(unread_of("id,name,Bonität") == Columns{"2 Bonität"});
    CHECK(unread_of("id,name,emial,segmnet") == Columns{"2 emial = email", "3 segmnet = segment"});
    CHECK(unread_of("id,name,emial,email") == Columns{"2 emial"});  // the field is there
    CHECK(unread_of("id,name,Kudenart") == Columns{"2 Kudenart = kind"});
    CHECK(unread_of("id,name,colour,line,column,reason") == Columns{"2 colour"});
    CHECK(unread_of("id,name,colour", {.name = "own"}) == Columns{});
}

TEST_CASE("customers: the kind in the words of other programs; a word that is not known is none") {
    const auto kind_of = [](const std::string& word) {
        const auto read = read_file_text(ImportKind::customers, "id,name,kind\n1,N," + word + "\n");
        return read.customers.empty() ? "refused"
                                      : std::string(to_text(read.customers.front().value.kind));
    };
    for (const char* word : {"consumer", "Consumer", "Verbraucher", "PRIVAT", "个人", "B2C"}) {
        CHECK(kind_of(word) == "consumer");
    }
    for (const char* word : {"", "business", "Firma", "Geschäftskunde", "GESCHÄFTSKUNDE", "企业"}) {
        CHECK(kind_of(word) == "business");
    }
    for (const char* word : {"customer", "P", "firm"}) CHECK(kind_of(word) == "refused");
}

TEST_CASE("rates: a decimal comma is found from the column") {
    const auto rates_of = [](const std::string& rows) {
        std::vector<std::string> rates;
        for (const StatedRate& rate :
             read_file_text(ImportKind::rates, "Tabelle;ab;Satz\n" + rows).rates) {
            rates.push_back(to_text(rate.row.rate));
        }
        return rates;
    };
    using Rates = std::vector<std::string>;
    CHECK(rates_of("x;2026-01-01;1,27\n") == Rates{"1.27"});
    CHECK(rates_of("x;2026-01-01;-0,88\nx;2026-07-01;3\n") == Rates{"-0.88", "3.0"});
    CHECK(rates_of("x;2026-01-01;1.27\n") == Rates{"1.27"});
    CHECK(rates_of("x;2026-01-01;1,275\n") == Rates{});  // or a thousand two hundred
    CHECK(rates_of("x;2026-01-01;1,27 %\n") == Rates{});
}

}  // namespace dunning
