#include "app/earlier_policies.h"

#include "core/sha256.h"
#include "formats/policy_reader.h"

namespace dunning {
namespace {

InterestTerms with_rates_of(InterestTerms terms, const InterestTerms& today) {
    if (!terms.table || !today.table || terms.table->name != today.table->name) return terms;
    RateTable table = *today.table;
    extend(table, terms.table->rows);
    terms.table = std::make_shared<const RateTable>(std::move(table));
    return terms;
}

}  // namespace

std::map<std::string, std::shared_ptr<const InterestTerms>> earlier_interest(const Ledger& ledger,
                                                                             const Book& book) {
    std::map<std::string, std::shared_ptr<const InterestTerms>> earlier;
    const InterestTerms& today = book.policy.interest;
    const auto rates = ledger.rates();
    for (const PolicyText& policy : ledger.policies_of_charges(sha256_hex(book.policy_text))) {
        auto terms = read_interest_terms(policy.text);
        if (!terms) continue;
        *terms = with_rates_of(with_rates(std::move(*terms), rates), today);
        if (*terms == today) continue;
        earlier[policy.sha256] = std::make_shared<const InterestTerms>(std::move(*terms));
    }
    return earlier;
}

}  // namespace dunning
