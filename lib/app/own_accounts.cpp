#include "app/own_accounts.h"

#include <algorithm>

#include "core/bank_account.h"

namespace dunning {

std::vector<std::string> names_of_account(const Ledger& ledger, const std::string& account) {
    const std::vector<std::string> known = ledger.bank_accounts();
    std::vector<std::string> names{account};
    for (const std::string& name : known) {
        if (name == account || !is_same_account(name, account)) continue;
        const bool is_sure = std::ranges::all_of(known, [&](const std::string& other) {
            return is_same_account(other, name) == is_same_account(other, account);
        });
        if (is_sure) names.push_back(name);
    }
    return names;
}

}  // namespace dunning
