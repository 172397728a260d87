#include "formats/camt_charges.h"

#include <vector>

namespace dunning {
namespace {

// An amount that the account paid; one that came back (CRDT) counts against it.
std::optional<Money> read_paid(const CamtSource& source, const pugi::xml_node& record) {
    auto amount = read_camt_amount(source, child(record, "Amt"));
    const bool came_back = text_at(record, {"CdtDbtInd"}) == "CRDT";
    return amount && came_back ? -*amount : amount;
}

// The amounts of a <Chrgs>: its total, its own amount, or those of its records.
void read_block(const CamtSource& source, const pugi::xml_node& block,
                std::vector<std::optional<Money>>& amounts) {
    if (const auto total = child(block, "TtlChrgsAndTaxAmt")) {
        amounts.push_back(read_camt_amount(source, total));
    } else if (child(block, "Amt")) {
        amounts.push_back(read_paid(source, block));
    } else {
        for_each_child(block, "Rcrd", [&](const pugi::xml_node& record) {
            if (child(record, "Amt")) amounts.push_back(read_paid(source, record));
        });
    }
}

std::optional<Money> total_of(const CamtSource& source, const pugi::xml_node& parent,
                              const std::vector<std::optional<Money>>& amounts) {
    std::optional<Money> total;
    for (const auto& amount : amounts) {
        if (!amount) return std::nullopt;  // reported where it was read
        if (total && total->currency() != amount->currency()) {
            source.warning(parent, "charges in several currencies, which are left out");
            return std::nullopt;
        }
        const Money sum(total ? total->minor() : 0, amount->currency());
        total = sum + *amount;
    }
    return total && total->is_positive() ? total : std::nullopt;
}

}  // namespace

CamtCharges read_camt_charges(const CamtSource& source, const pugi::xml_node& parent) {
    constexpr std::size_t most_records = 1000;  // a sum of so many amounts always fits
    std::vector<std::optional<Money>> amounts;
    CamtCharges charges;
    for_each_child(parent, "Chrgs", [&](const pugi::xml_node& block) {
        if (amounts.size() < most_records) read_block(source, block, amounts);
        if (charges.included) return;
        charges.included = read_camt_flag(source, descend(block, {"Rcrd", "ChrgInclInd"}));
    });
    if (amounts.size() > most_records) {
        source.warning(parent, "more charges than can be added up, which are left out");
        return {};
    }
    charges.total = total_of(source, parent, amounts);
    return charges;
}

}  // namespace dunning
