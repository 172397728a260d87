#include "core/invoice_names.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "core/check.h"
#include "core/payment_reference.h"

namespace dunning {
namespace {

constexpr std::uint32_t empty = UINT32_MAX;

}  // namespace

std::optional<std::size_t> InvoiceNames::numbered(std::string_view number) {
    constexpr std::size_t few = 8;  // to look at them all is faster than to index them
    if (invoices_.size() <= few) {
        const auto found = std::ranges::find(invoices_, number, &Invoice::number);
        if (found == invoices_.end()) return std::nullopt;
        return static_cast<std::size_t>(found - invoices_.begin());
    }
    if (slots_.empty()) index_numbers();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = std::hash<std::string_view>()(number) & mask; slots_[at] != empty;
         at = (at + 1) & mask) {
        if (invoices_[slots_[at]].number == number) return slots_[at];
    }
    return std::nullopt;
}

void InvoiceNames::index_numbers() {
    DUNNING_CHECK(invoices_.size() < empty);
    std::size_t size = 16;
    while (size < invoices_.size() * 2) size *= 2;
    slots_.assign(size, empty);
    for (std::uint32_t i = 0; i < invoices_.size(); ++i) {
        std::size_t at = std::hash<std::string_view>()(invoices_[i].number) & (size - 1);
        while (slots_[at] != empty) at = (at + 1) & (size - 1);
        slots_[at] = i;
    }
}

bool InvoiceNames::has_charges() {
    if (!charges_) index_charges();
    return !charges_->empty() || !notice_charges_.empty();
}

std::span<const std::size_t> InvoiceNames::charges_of_notices() {
    if (!charges_) index_charges();
    return notice_charges_;
}

std::span<const std::size_t> InvoiceNames::charges_on(std::size_t invoice) {
    if (!charges_) index_charges();
    const auto found = charges_->find(invoice);
    if (found == charges_->end()) return {};
    return found->second;
}

void InvoiceNames::index_charges() {
    charges_.emplace();
    for (std::size_t i = 0; i < invoices_.size(); ++i) {
        if (invoices_[i].kind == DebtKind::principal) continue;
        if (invoices_[i].charged_on.empty()) {
            // Interest on no invoice is that of a plan: no notice has cost it.
            if (invoices_[i].kind == DebtKind::costs) notice_charges_.push_back(i);
        } else if (const auto on = numbered(invoices_[i].charged_on)) {
            (*charges_)[*on].push_back(i);
        }
    }
    const auto age = [&](std::size_t i) {
        return std::tuple(invoices_[i].issued, std::string_view(invoices_[i].number));
    };
    std::ranges::sort(notice_charges_, {}, age);
    for (auto& [invoice, charges] : *charges_) std::ranges::sort(charges, {}, age);
}

void InvoiceNames::group_by_reference() {
    is_grouped_ = true;
    std::vector<std::pair<std::string, std::size_t>> keys;
    for (std::size_t i = 0; i < invoices_.size(); ++i) {
        if (invoices_[i].reference.empty()) continue;
        std::string key = reference_key(invoices_[i].reference);
        if (!key.empty()) keys.emplace_back(std::move(key), i);
    }
    std::ranges::sort(keys, {}, [&](const auto& each) {
        const Invoice& invoice = invoices_[each.second];
        return std::tuple(std::string_view(each.first), invoice.due,
                          std::string_view(invoice.number), each.second);
    });
    group_of_.assign(invoices_.size(), no_group);
    place_of_.assign(invoices_.size(), 0);
    for (auto& [key, invoice] : keys) {
        if (groups_.empty() || groups_.back().key != key) {
            groups_.push_back({std::move(key), grouped_.size(), grouped_.size()});
        }
        place_of_[invoice] = grouped_.size();
        grouped_.push_back(invoice);
        groups_.back().end = grouped_.size();
        group_of_[invoice] = groups_.size() - 1;
    }
}

std::size_t InvoiceNames::group_of(std::size_t invoice) {
    if (!is_grouped_) group_by_reference();
    return group_of_[invoice];
}

std::span<const std::size_t> InvoiceNames::group(std::size_t which) const {
    const Group& group = groups_[which];
    return std::span(grouped_).subspan(group.begin, group.end - group.begin);
}

void InvoiceNames::opened(std::size_t invoice) {
    if (!is_grouped_ || group_of_[invoice] == no_group) return;
    Group& group = groups_[group_of_[invoice]];
    group.closed = std::min(group.closed, place_of_[invoice] - group.begin);
}

std::vector<std::size_t> InvoiceNames::groups_of(const Receipt& receipt) {
    if (!is_grouped_) group_by_reference();
    std::vector<std::size_t> groups;
    if (groups_.empty()) return groups;
    for (const std::string* text : {&receipt.reference, &receipt.description}) {
        for (const std::string& key : reference_keys_in(*text)) add_group(groups, key);
    }
    return groups;
}

void InvoiceNames::add_group(std::vector<std::size_t>& groups, const std::string& key) const {
    const auto found = std::ranges::lower_bound(groups_, key, {}, &Group::key);
    if (found == groups_.end() || found->key != key) return;
    const auto which = static_cast<std::size_t>(found - groups_.begin());
    if (std::ranges::find(groups, which) == groups.end()) groups.push_back(which);
}

}  // namespace dunning
