#include "app/find_by_beginning.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "ledger/customer_file.h"
#include "text/name_key.h"

namespace dunning {
namespace {

constexpr std::size_t most_shown = 5;

// "K1 Blume GmbH, K12 Blumen Weber and 3 more"
std::string listed(const std::vector<Candidate>& candidates) {
    std::string text;
    for (std::size_t i = 0; i < candidates.size() && i < most_shown; ++i) {
        const Candidate& candidate = candidates[i];
        text += fmt::format("{}{}{}{}", i == 0 ? "" : ", ", candidate.code,
                            candidate.name.empty() ? "" : " ", candidate.name);
    }
    if (candidates.size() > most_shown) {
        text += fmt::format(" and {} more", candidates.size() - most_shown);
    }
    return text;
}

bool starts_with_key(std::string_view text, const std::string& key) {
    return !key.empty() && name_key(text).starts_with(key);
}

// The name or a word of it begins like this.
bool name_begins(std::string_view name, const std::string& key) {
    while (!name.empty()) {
        if (starts_with_key(name, key)) return true;
        const auto blank = name.find(' ');
        if (blank == name.npos) return false;
        name.remove_prefix(blank + 1);
    }
    return false;
}

Result<std::string> the_only(std::vector<Candidate> candidates, std::string_view kind,
                             std::string_view text) {
    if (candidates.size() == 1) return candidates.front().code;
    if (candidates.empty()) return Fault{fmt::format("{} '{}' is not known", kind, text)};
    return Fault{fmt::format("'{}' fits {} {}s", text, candidates.size(), kind),
                 "say which: " + listed(candidates)};
}

// "17" of "R-17"
bool is_last_part(std::string_view number, std::string_view text) {
    return number.size() > text.size() && number.ends_with(text) &&
           !is_letter_or_digit(number[number.size() - text.size() - 1]);
}

std::vector<Candidate> open_invoices_that(const Ledger& ledger, const std::string& customer,
                                          const auto& fits) {
    std::vector<Candidate> found;
    for (const OpenInvoice& invoice : ledger.open_invoices()) {
        if (!customer.empty() && invoice.customer != customer) continue;
        if (fits(invoice.number)) found.push_back({invoice.number, {}});
    }
    return found;
}

}  // namespace

std::vector<std::string> invoices_beginning(const Ledger& ledger, std::string_view text) {
    constexpr std::size_t most = 50;
    return CustomerFile::invoices_beginning(ledger, text, most);
}

std::vector<Candidate> customers_beginning(const Ledger& ledger, std::string_view text) {
    const std::string key = name_key(text);
    std::vector<Candidate> by_code;
    std::vector<Candidate> by_name;
    for (const CustomerName& customer : ledger.customer_names()) {
        const bool code_fits = text.empty() || starts_with_key(customer.code, key);
        if (!code_fits && !name_begins(customer.name, key)) continue;
        if (!ledger.find_customer(customer.code)) continue;  // withdrawn
        (code_fits ? by_code : by_name).push_back({customer.code, customer.name});
    }
    std::ranges::move(by_name, std::back_inserter(by_code));
    return by_code;
}

Result<std::string> find_customer_by_beginning(const Ledger& ledger, std::string_view text) {
    if (ledger.find_customer(text)) return std::string(text);
    std::vector<Candidate> candidates = customers_beginning(ledger, text);
    if (candidates.empty()) {
        if (const auto owner = ledger.customer_of_invoice(text)) return *owner;
    }
    return the_only(std::move(candidates), "customer", text);
}

Result<std::string> find_invoice_by_beginning(const Ledger& ledger, std::string_view text,
                                              const std::string& customer) {
    if (ledger.customer_of_invoice(text)) return std::string(text);
    const std::string key = name_key(text);
    auto candidates = open_invoices_that(
        ledger, customer, [&](const std::string& number) { return starts_with_key(number, key); });
    if (candidates.empty()) {
        candidates = open_invoices_that(ledger, customer, [&](const std::string& number) {
            return is_last_part(number, text);
        });
    }
    if (candidates.empty()) {
        for (const std::string& number :
             CustomerFile::invoices_beginning(ledger, text, most_shown + 1)) {
            const bool is_theirs =
                customer.empty() || ledger.customer_of_invoice(number) == customer;
            if (is_theirs) candidates.push_back({number, {}});
        }
    }
    return the_only(std::move(candidates), "invoice", text);
}

Result<std::vector<std::string>> find_invoices_by_beginning(const Ledger& ledger,
                                                            const std::vector<std::string>& texts,
                                                            const std::string& customer) {
    std::vector<std::string> numbers;
    for (const std::string& text : texts) {
        auto number = find_invoice_by_beginning(ledger, text, customer);
        if (!number) return number.error();
        numbers.push_back(std::move(number).value());
    }
    return numbers;
}

Result<Subject> find_customer_or_invoice(const Ledger& ledger, std::string_view text) {
    if (ledger.find_customer(text)) return Subject{.customer = std::string(text)};
    if (const auto owner = ledger.customer_of_invoice(text)) {
        return Subject{.customer = *owner, .invoice = std::string(text)};
    }
    if (!customers_beginning(ledger, text).empty()) {
        auto customer = find_customer_by_beginning(ledger, text);
        if (!customer) return customer.error();
        return Subject{.customer = std::move(customer).value()};
    }
    auto invoice = find_invoice_by_beginning(ledger, text, "");
    if (!invoice) {
        const Fault& fault = invoice.error();
        if (!fault.remedy.empty()) return fault;
        return Fault{fmt::format("'{}' is neither a customer nor an invoice", text)};
    }
    const std::string owner = ledger.customer_of_invoice(invoice.value()).value();
    return Subject{.customer = owner, .invoice = std::move(invoice).value()};
}

}  // namespace dunning
