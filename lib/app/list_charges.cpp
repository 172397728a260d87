#include "app/list_charges.h"

#include <algorithm>
#include <iterator>

#include "ledger/customer_file.h"

namespace dunning {
namespace {

std::vector<RowId> customers_to_list(const Ledger& ledger, std::optional<RowId> customer) {
    if (customer) return {*customer};
    const auto charged = CustomerFile::customers_with_charges(ledger);
    std::vector<RowId> customers(charged.begin(), charged.end());
    std::ranges::sort(customers);
    return customers;
}

}  // namespace

std::vector<ChargeRecord> list_charges(const Ledger& ledger, std::optional<RowId> customer,
                                       Date as_of) {
    std::vector<ChargeRecord> all;
    for (const RowId each : customers_to_list(ledger, customer)) {
        std::ranges::move(ledger.charges(each, as_of), std::back_inserter(all));
    }
    return all;
}

std::vector<ChargeCorrection> list_charge_corrections(const Ledger& ledger,
                                                      std::optional<RowId> customer) {
    std::vector<ChargeCorrection> all;
    for (const RowId each : customers_to_list(ledger, customer)) {
        std::ranges::move(ledger.charge_corrections(each), std::back_inserter(all));
    }
    return all;
}

}  // namespace dunning
