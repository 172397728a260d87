#include "formats/input_file.h"

#include <doctest/doctest.h>

#include <string>

#include "core/import_profile.h"

using namespace dunning;

namespace {

// The first problem, or "" for a file that could be opened.
std::string problem_of_xml(const std::string& bytes) {
    Diagnostics diagnostics;
    const auto input = open_input(bytes, "f.xml", ImportProfile{}, diagnostics);
    CHECK((input != nullptr) == diagnostics.all().empty());
    return diagnostics.all().empty() ? "" : to_text(diagnostics.all().front());
}

TEST_CASE("input: a large XML file that names no document we read is refused unparsed") {
    // Not well-formed, which only parsing tells.
    const std::string broken = std::string(1 << 20, ' ') + "<b>";
    CHECK(problem_of_xml("<Other>" + broken) ==
          "f.xml: an XML file of another kind\n"
          "    camt statements and electronic invoices (UBL, CII) are read");
    for (const auto* name :
         {"BkToCstmrStmt", "Invoice", "ns0:CreditNote", "rsm:CrossIndustryInvoice"}) {
        CAPTURE(name);
        CHECK(problem_of_xml(std::string("<") + name + ">" + broken)
                  .find("ends in the middle of an element") != std::string::npos);
    }
    CHECK(problem_of_xml("<Other><b>").find("ends in the middle of an element") !=
          std::string::npos);
    CHECK(problem_of_xml("<Other>" + std::string(1000, ' ') + "</Other>") == "");
}

}  // namespace
